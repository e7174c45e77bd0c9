import threading

from django.conf import settings
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from forum.errors import RuleError

YEAR_SECONDS = 365 * 24 * 3600
AT_ONCE = 16
_places = threading.BoundedSemaphore(AT_ONCE)


class places:
    """Only so many requests use the database at once; the others wait for a place.

    An ASGI server runs every request in a thread of its own, whose connection no later request
    could use: a full room that answers in one second would use up the connections of any server.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _places:
            try:
                return self.get_response(request)
            finally:
                if isinstance(request, ASGIRequest) and not connection.in_atomic_block:
                    connection.close()


class language:
    """`?lang=fr` chooses the language for this page and, by a cookie, for the next ones."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang", "").lower()
        if chosen not in dict(settings.LANGUAGES):
            return self.get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR_SECONDS,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response


class refusals:
    """A RuleError no form caught becomes a message on the page it came from, or 409 for JSON."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RuleError):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"error": "refused", "detail": str(error.message)}, status=409)
        origin = request.headers.get("Referer", "")
        if request.method == "POST" and _is_ours(request, origin):
            messages.error(request, error.message)
            return redirect(origin)
        return render(request, "409.html", {"message": error.message}, status=409)


def _is_ours(request: HttpRequest, url: str) -> bool:
    hosts = {request.get_host()}
    return url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure())
