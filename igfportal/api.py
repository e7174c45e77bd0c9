"""The read-only API: each app writes its own nouns, this file composes them.

Every answer is public and the same for everybody, whoever is signed in.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError

from forum import api as forum
from outcomes import api as outcomes
from workshops import api as workshops

READING = ("GET", "HEAD")
MINUTE = 60
api = NinjaAPI(
    title="IGF Portal",
    version="1",
    description="Editions, public sessions, published papers and the figures of their records. "
    "Read only, no key; lists come in pages of at most 100.",
    urls_namespace="api",
    docs_url=None,
)
others = Router(tags=["start"])


@others.get("/", response=dict[str, str], url_name="start", summary="Where everything is")
def start(request: HttpRequest):
    names = ("editions", "sessions", "papers")
    lists = {name: settings.SITE_URL + reverse(f"api:{name}") for name in names}
    return {**lists, "openapi": settings.SITE_URL + reverse("api:openapi-json")}


@others.get("/{path:elsewhere}", url_name="elsewhere", include_in_schema=False)
def elsewhere(request: HttpRequest, elsewhere: str):
    raise Http404


for router in (forum.router, workshops.router, outcomes.router, others):
    api.add_router("", router)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refusal("not found", _("There is nothing at this address."), 404)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return _refusal("invalid", wrong, 422)


def _refusal(error: str, detail: str, status: int) -> JsonResponse:
    return JsonResponse({"error": error, "detail": detail}, status=status)


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only to be read, from pages of any site; what the caller has already is not sent again."""

    @wraps(view)
    def answer(request: HttpRequest, **values) -> HttpResponse:
        if request.method not in READING:
            refusal = _refusal("not allowed", _("This can only be read: use GET."), 405)
            refusal["Allow"] = ", ".join(READING)
            return refusal
        asked, request.method = request.method, "GET"
        response = _for_everybody(request, view(request, **values))
        request.method = asked
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        tag = f'"{hashlib.sha256(response.content).hexdigest()}"'
        response["ETag"] = tag
        response = get_conditional_response(request, etag=tag, response=response) or response
        patch_cache_control(response, public=True, max_age=MINUTE)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _all_public(patterns: list[Any]) -> list[Any]:
    for pattern in patterns:
        pattern.callback = public(pattern.callback)
    return patterns


_patterns, _app, _namespace = api.urls
urls = (_all_public(_patterns), _app, _namespace)
