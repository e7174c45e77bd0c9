"""How a request is opened, filled in and followed; sessions and booths have the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forum.models import Edition
from submissions import requests, unsaved
from submissions.desk import Desk
from submissions.forms import RequestForms
from submissions.models import Call, Submission


@dataclass(frozen=True)
class Office:
    """What one kind of request brings along: its forms, pages, permissions and actions.

    Templates are `<templates>_form.html`, `_detail.html` and `_closed.html`.
    """

    forms: type[RequestForms]
    call: str
    page: str
    templates: str
    can_follow: Callable[..., bool]
    can_edit: Callable[..., bool]
    can_withdraw: Callable[..., bool]
    can_read_addresses: Callable[..., bool]
    why_not_editable: Callable[..., str]
    begin: Callable[..., Submission]
    save_draft: Callable[..., Submission]
    submit_new: Callable[..., Submission]
    submit: Callable[..., Submission]


def open_new(
    request: HttpRequest, office: Office, beginning: Callable[[Any], QueryDict]
) -> HttpResponse:
    """A request not stored yet: the first save or submission stores it and leads to its page."""
    if not request.user.is_authenticated:
        return unsaved.ask_to_log_in(request)
    call = Call.objects.open(office.call)
    if call is None:
        return _closed(request, office)
    edition, by = call.edition, request.user
    desk = Desk(request, office.forms, edition, beginning(by))
    desk.work(
        save=lambda draft, _revision: office.begin(edition, draft, by=by),
        submit=lambda content, _revision: office.submit_new(edition, content, by=by),
    )
    return _answer(request, office, desk, {"call": call})


def open_stored(
    request: HttpRequest, office: Office, submission: Submission, page: dict[str, Any]
) -> HttpResponse:
    """A stored request: the form while it takes changes, afterwards what it says."""
    if not office.can_follow(request.user, submission):
        raise Http404
    if request.POST.get("action") == "withdraw":
        return _withdraw(request, office, submission)
    page = page | {
        "submission": submission,
        "can_withdraw": office.can_withdraw(request.user, submission),
    }
    if not office.can_edit(request.user, submission):
        return _read_only(request, office, submission, page)
    by, edition = request.user, submission.edition
    desk = Desk(request, office.forms, edition, office.forms.stored(submission), submission)
    desk.work(
        save=lambda draft, revision: office.save_draft(submission, draft, revision=revision),
        submit=lambda content, revision: office.submit(
            submission, content, by=by, revision=revision
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
    requests.withdraw(submission, by=request.user)
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
        "reason": office.why_not_editable(submission),
        "unsent": _unsent(request, office, submission.edition),
    }
    return render(request, f"{office.templates}_detail.html", page)


def _closed(request: HttpRequest, office: Office) -> HttpResponse:
    edition = Edition.objects.current()
    unsent = _unsent(request, office, edition) if edition else []
    return render(request, f"{office.templates}_closed.html", {"unsent": unsent})


def _unsent(request: HttpRequest, office: Office, edition: Edition) -> list:
    return office.forms(edition, request.POST).facts() if request.method == "POST" else []
