import logging
import threading

from django.conf import settings
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from forum.errors import RuleError
from forum.models import User

YEAR_SECONDS = 365 * 24 * 3600
AT_ONCE = 16
AGAIN_AFTER = 1
logger = logging.getLogger(__name__)
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
    """`?lang=fr` chooses the language for this page and, by a cookie, for the next ones.

    An account keeps its last choice: the mails to it are written in that language.
    """

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
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _keep_language(request, chosen)
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
        if _speaks_json(request):
            return JsonResponse({"error": "refused", "detail": str(error.message)}, status=409)
        origin = request.headers.get("Referer", "")
        if request.method == "POST" and _is_ours(request, origin):
            messages.error(request, error.message)
            return redirect(origin)
        return render(request, "409.html", {"message": error.message}, status=409)


class interruptions:
    """While the database is away: 503, and the time after which to come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        logger.error("The database did not answer", exc_info=error)
        later = {"Retry-After": str(AGAIN_AFTER)}
        if _speaks_json(request):
            said = {"error": "busy", "detail": gettext("This did not work right now. Try again.")}
            return JsonResponse(said, status=503, headers=later)
        return HttpResponse(render_to_string("503.html"), status=503, headers=later)


def _keep_language(request: HttpRequest, chosen: str) -> None:
    user = getattr(request, "user", None)
    if user and user.is_authenticated and user.language != chosen:
        User.objects.filter(pk=user.pk).update(language=chosen)


def _speaks_json(request: HttpRequest) -> bool:
    spoken = (request.headers.get("Accept", ""), request.content_type or "")
    return any("application/json" in kind for kind in spoken)


def _is_ours(request: HttpRequest, url: str) -> bool:
    hosts = {request.get_host()}
    return url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure())
