"""Which answers are sent compressed, and why nobody learns a page's secrets from its length."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = {
    "application/json",
    "image/svg+xml",
    "text/calendar",
    "text/css",
    "text/html",
    "text/javascript",
}


class compression:
    """Compress texts, except pages of signed-in people that a stranger's link can put words into.

    The length of a compressed page tells about its content to who can make it repeat a guess
    (BREACH). Cookies do not travel with forms of other sites, so a stranger's only way to put
    a guess on somebody's page is the query of a link, or an address that leads nowhere. Those
    answers stay as they are; in the others the length is random within a hundred bytes, and the
    token of the forms is masked anew each time.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _is_text(response) or _may_repeat_a_guess(request, response):
            return response
        return self.gzip.process_response(request, response)


def _is_text(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", "").partition(";")[0] in TEXTS


def _may_repeat_a_guess(request: HttpRequest, response: HttpResponseBase) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    if request.path.startswith(settings.STATIC_URL):
        return False
    return bool(request.META.get("QUERY_STRING")) or response.status_code != 200
