"""What a form hears when it saves itself: JSON instead of a page."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from submissions.desk import Desk

JSON = "application/json"


def wanted(request: HttpRequest) -> bool:
    """Whether the form saves itself, rather than a person by a button."""
    accepted = JSON in request.headers.get("Accept", "")
    return request.method == "POST" and request.POST.get("action") == "autosave" and accepted


def answer(desk: Desk, address: str) -> JsonResponse:
    """Saved with its revision and address; else 409 with the other's words, or 422 with a reason."""
    if desk.finished:
        desk.finished.refresh_from_db()
        saved_at = localtime(desk.finished.updated_at).isoformat()
        revision = desk.finished.revision
        return JsonResponse({"saved_at": saved_at, "revision": revision, "url": address})
    if desk.stale:
        return _stale(desk)
    return JsonResponse({"error": "refused", "detail": desk.refusal}, status=422)


def log_in_first(request: HttpRequest) -> JsonResponse:
    """401 with the address of the log-in that leads back here."""
    login = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
    detail = _("You are logged out.")
    return JsonResponse({"error": "login", "detail": detail, "url": login}, status=401)


def closed(reason: str) -> JsonResponse:
    """409: it takes no changes any more, and why."""
    return JsonResponse({"error": "closed", "detail": reason}, status=409)


def _stale(desk: Desk) -> JsonResponse:
    body = {
        "error": "stale",
        "detail": _("Somebody else saved this in the meantime."),
        "revision": desk.revision,
        "differences": [fact._asdict() for fact in desk.differences],
    }
    return JsonResponse(body, status=409)
