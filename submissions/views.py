"""How a request is opened, filled in and followed; sessions and booths have the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from forum.models import Edition
from submissions import requests, unsaved
from submissions.desk import Desk
from submissions.forms import RequestForms
from submissions.models import Call, Submission
from submissions.permissions import closed_because


def _nothing(_submission: Submission) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Office:
    """What one kind of request brings along: its model, forms, pages, permissions and submission.

    Templates are `<templates>_form.html`, `_detail.html` and `_closed.html`; `shown_with` adds
    to what they show of a stored request.
    """

    model: type[Submission]
    forms: type[RequestForms]
    kind: str
    page: str
    templates: str
    submit: Callable[..., Submission]
    can_follow: Callable[..., bool]
    can_edit: Callable[..., bool]
    can_withdraw: Callable[..., bool]
    can_read_addresses: Callable[..., bool]
    shown_with: Callable[[Any], dict[str, Any]] = _nothing
    withdraw: Callable[..., None] = requests.withdraw


def open_new(
    request: HttpRequest, office: Office, beginning: Callable[[Any], QueryDict]
) -> HttpResponse:
    """A request not stored yet: the first save or submission stores it and leads to its page."""
    if not request.user.is_authenticated:
        return unsaved.ask_to_log_in(request)
    call = Call.objects.open(office.kind)
    if call is None:
        return _closed(request, office)
    new, by = office.model(edition=call.edition), request.user
    desk = Desk(request, office.forms, call.edition, beginning(by))
    desk.work(
        save=lambda draft, _revision: requests.begin(new, draft, by=by),
        submit=lambda content, _revision: requests.submit_new(
            new, content, submit=office.submit, by=by
        ),
    )
    return _answer(request, office, desk, {"call": call})


def open_stored(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    """A stored request: the form while it takes changes, afterwards what it says."""
    if not request.user.is_authenticated:
        return unsaved.ask_to_log_in(request)
    stored = get_object_or_404(office.model.objects.visible_to(request.user), uuid=uuid)
    if not office.can_follow(request.user, stored):
        raise Http404
    if request.POST.get("action") == "withdraw":
        return _withdraw(request, office, stored)
    page = {
        **office.shown_with(stored),
        "submission": stored,
        "can_withdraw": office.can_withdraw(request.user, stored),
    }
    if not office.can_edit(request.user, stored):
        return _read_only(request, office, stored, page)
    return _edit(request, office, stored, page)


def _edit(
    request: HttpRequest, office: Office, stored: Submission, page: dict[str, Any]
) -> HttpResponse:
    desk = Desk(request, office.forms, stored.edition, office.forms.stored(stored), stored)
    desk.work(
        save=lambda draft, revision: requests.save_draft(
            stored, draft, kind=office.kind, revision=revision
        ),
        submit=lambda content, revision: office.submit(
            stored, content, by=request.user, revision=revision
        ),
    )
    return _answer(request, office, desk, page)


def _answer(request: HttpRequest, office: Office, desk: Desk, page: dict[str, Any]) -> HttpResponse:
    if desk.finished:
        return redirect(office.page, desk.finished.uuid)
    context = page | desk.context() | {"edition": desk.edition}
    return render(request, f"{office.templates}_form.html", context)


def _withdraw(request: HttpRequest, office: Office, submission: Submission) -> HttpResponse:
    if not office.can_withdraw(request.user, submission):
        raise PermissionDenied(_("This cannot be withdrawn here."))
    office.withdraw(submission, by=request.user)
    messages.success(request, _("It is withdrawn."))
    return redirect(office.page, submission.uuid)


def _read_only(
    request: HttpRequest, office: Office, submission: Submission, page: dict[str, Any]
) -> HttpResponse:
    """What is stored, and why it cannot be changed; what was just sent is shown, not lost."""
    never_submitted = submission.status == submission.Status.DRAFT
    stored = office.forms.stored if never_submitted else office.forms.written
    forms = office.forms(submission.edition, stored(submission))
    with_private = office.can_read_addresses(request.user, submission)
    page = page | {
        "edition": submission.edition,
        "facts": forms.facts(with_private=with_private),
        "reason": closed_because(submission, office.kind),
        "unsent": _unsent(request, office, submission.edition),
    }
    return render(request, f"{office.templates}_detail.html", page)


def _closed(request: HttpRequest, office: Office) -> HttpResponse:
    edition = Edition.objects.current()
    unsent = _unsent(request, office, edition) if edition else []
    return render(request, f"{office.templates}_closed.html", {"unsent": unsent})


def _unsent(request: HttpRequest, office: Office, edition: Edition) -> list:
    return office.forms(edition, request.POST).facts() if request.method == "POST" else []
