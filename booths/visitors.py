"""How many messages one browser may send a day, remembered in a signed cookie of its own."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

COOKIE, MOST, DAY = "booth_messages", 3, 24 * 3600


def why_not_write(request: HttpRequest) -> str:
    """Why this browser may not write now; empty when it may."""
    return (
        _("You wrote several messages today. Please go on tomorrow.")
        if _sent(request) >= MOST
        else ""
    )


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count one message more."""
    value = str(_sent(request) + 1)
    response.set_signed_cookie(
        COOKIE, value, max_age=DAY, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def _sent(request: HttpRequest) -> int:
    value = request.get_signed_cookie(COOKIE, default="0", max_age=DAY)
    return int(value) if value and value.isdecimal() else 0
