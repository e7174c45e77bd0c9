"""The page of people who are new here, kept for a moment: a room that scans a code gets one page."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from forum import codes
from surveys import tokens
from surveys.models import Wave

SECONDS = 2.0
PAGES_AT_MOST = 500
ALIKE = {"at", "lang"}
TICKET = re.compile(rb'name="ticket" value="([0-9a-f]{32})"')
HERE = b"@ticket-of-this-page@"

View = Callable[[HttpRequest, str], HttpResponse]
_pages: OrderedDict[tuple, tuple[float, bytes]] = OrderedDict()


def alike_for_newcomers(view: View) -> View:
    """Answer people without any cookie with the page the last one got, but a ticket of their own.

    The page lives for SECONDS and as long as no survey of the session took a step. Everybody else,
    and every page that is no invitation to join, goes to the view.
    """

    @wraps(view)
    def answered(request: HttpRequest, code: str) -> HttpResponse:
        key = _key(request, code)
        if key is None:
            return view(request, code)
        until, page = _pages.get(key, (0.0, b""))
        if time.monotonic() < until:
            return HttpResponse(page.replace(HERE, tokens.new_token().encode()))
        response = view(request, code)
        _keep(key, response)
        return response

    return answered


def _key(request: HttpRequest, code: str) -> tuple | None:
    """What the page depends on; None for somebody known."""
    strange = set(request.COOKIES) - {settings.LANGUAGE_COOKIE_NAME} or set(request.GET) - ALIKE
    if strange or request.method != "GET":
        return None
    steps = Wave.objects.filter(survey__workshop__join_code=codes.normalize(code)).order_by("pk")
    facts = ("survey__uuid", "survey__status", "survey__level", "status", "voided_at", "closing_at")
    return (code, request.GET.get("at"), get_language(), *steps.values_list(*facts))


def _keep(key: tuple, response: HttpResponse) -> None:
    found = TICKET.search(response.content) if response.status_code == 200 else None
    if not found:
        return
    _pages[key] = (time.monotonic() + SECONDS, response.content.replace(found[1], HERE))
    _pages.move_to_end(key)
    while len(_pages) > PAGES_AT_MOST:
        _pages.popitem(last=False)
