"""How a request is opened, filled in and followed; sessions and booths have the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.errors import RuleError
from forum.models import Edition
from submissions import autosave, drafts, requests, sharing, unsaved
from submissions.actions.calls import begin_with, redeem
from submissions.call_forms import CodeForm
from submissions.checklists import Checklist
from submissions.desk import Desk
from submissions.forms import Fact, RequestForms
from submissions.models import AccessCode, Call, Submission
from submissions.permissions import closed_because, may_be_reopened
from submissions.preview import SoFar, so_far
from submissions.timeline import Event
from submissions.views.following import Following

Beginning = Callable[[Any], QueryDict]
OPEN = (Submission.Status.DRAFT, Submission.Status.SUBMITTED)
ASIDE = {"preview", "files"}
EARLIER = 20


def _nothing(_submission: Submission) -> dict[str, Any]:
    return {}


def _no_events(_submission: Submission) -> list[Event]:
    return []


@dataclass(frozen=True)
class Office:
    """What one kind of request brings along: its model, forms, pages, permissions and submission.

    Templates are `<templates>_form.html`, `_detail.html`, `_closed.html` and `_preview.html`;
    `shown_with` adds to what they show of a stored request. The preview has its own address
    `<page>_preview`; `write` stores content without submitting it, and `public_page` is what
    the template of the public page needs. `check` applies the rules of the
    edition to what stands in the form. `events` are dates that only its app knows, and
    `taken_over` is done when the request has another submitter.
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
    can_see_versions: Callable[..., bool]
    check: Callable[[Edition, QueryDict, Any, Any], Checklist]
    write: Callable[..., Any]
    public_page: Callable[[Any], dict[str, Any]]
    shown_with: Callable[[Any], dict[str, Any]] = _nothing
    withdraw: Callable[..., None] = requests.withdraw
    events: Callable[[Any], list[Event]] = _no_events
    taken_over: Callable[[Any], Any] = _nothing


def open_new(request: HttpRequest, office: Office, beginning: Beginning) -> HttpResponse:
    """A request not stored yet: the first save or submission stores it and leads to its page."""
    if not request.user.is_authenticated:
        return _log_in_first(request)
    uuid, begun = _intended(request, office)
    if begun:
        return open_stored(request, office, uuid)
    call = Call.objects.open(office.kind)
    if call is None:
        return _closed(request, office, beginning)
    new, by = office.model(edition=call.edition, uuid=uuid), request.user
    desk = Desk(request, office.forms, call.edition, beginning(by))
    try:
        desk.work(
            save=lambda draft, _revision: requests.begin(new, draft, by=by),
            submit=lambda content, _revision: requests.submit_new(
                new, content, submit=office.submit, by=by
            ),
        )
    except requests.AlreadyBegun:
        return open_stored(request, office, uuid)
    page = {"call": call, "uuid": uuid, "kind": office.kind, "address": request.path}
    if request.method != "POST":
        page |= earlier_requests(request, office)
    return _answer(request, office, desk, page)


def earlier_requests(request: HttpRequest, office: Office) -> dict[str, Any]:
    """The requests of this account from which a new one can begin, the latest first."""
    own = office.model.objects.visible_to(request.user).filter(created_by=request.user)
    found = own.select_related("edition").order_by("-updated_at", "-pk")
    return {
        "earlier": Paginator(found, EARLIER).get_page(request.GET.get("page")),
        "copy_address": reverse(f"{office.page}_copy"),
    }


def _intended(request: HttpRequest, office: Office) -> tuple[UUID, bool]:
    """The uuid a new form was given when it was opened, and whether its request is stored by now.

    A form sent twice therefore makes one request; whoever states a uuid of others gets another.
    """
    try:
        uuid = UUID(request.POST.get("uuid", ""))
    except ValueError:
        return uuid4(), False
    known = office.model.objects.filter(uuid=uuid).first()
    if known is None:
        return uuid, False
    mine = known.created_by_id == request.user.pk
    return (uuid, True) if mine else (uuid4(), False)


def open_stored(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    """A stored request: the form while it takes changes, afterwards what it says."""
    if not request.user.is_authenticated:
        return _log_in_first(request)
    stored = followed(request, office, uuid)
    if request.POST.get("action") == "withdraw":
        return _withdraw(request, office, stored)
    page = {
        **office.shown_with(stored),
        "submission": stored,
        "uuid": stored.uuid,
        "kind": office.kind,
        "address": reverse(office.page, args=[stored.uuid]),
        "can_withdraw": office.can_withdraw(request.user, stored),
        "following": Following(office, stored, request.user),
    }
    if not office.can_edit(request.user, stored):
        return _read_only(request, office, stored, page)
    return _edit(request, office, stored, page)


def _edit(
    request: HttpRequest, office: Office, stored: Submission, page: dict[str, Any]
) -> HttpResponse:
    _share(request, stored)
    desk = Desk(request, office.forms, stored.edition, office.forms.stored(stored), stored)
    desk.work(
        save=_saving(office, stored),
        submit=lambda content, revision: office.submit(
            stored, content, by=request.user, revision=revision
        ),
    )
    link = sharing.path(stored, office.kind)
    page["share_link"] = request.build_absolute_uri(link) if link else ""
    return _answer(request, office, desk, page)


def _saving(office: Office, stored: Submission) -> Callable[..., Submission]:
    return lambda draft, revision: requests.save_draft(
        stored, draft, kind=office.kind, revision=revision
    )


def _share(request: HttpRequest, stored: Submission) -> None:
    """Make or end the link, whatever becomes of the words sent along with the button."""
    steps = {"share": sharing.share, "unshare": sharing.revoke}
    if request.method == "POST" and (step := steps.get(request.POST.get("action", ""))):
        step(stored, by=request.user)


def followed(request: HttpRequest, office: Office, uuid: UUID) -> Submission:
    """The request of this uuid, for whoever may open its private page."""
    stored = get_object_or_404(office.model.objects.visible_to(request.user), uuid=uuid)
    if not office.can_follow(request.user, stored):
        raise Http404
    return stored


def _log_in_first(request: HttpRequest) -> HttpResponse:
    if autosave.wanted(request):
        return autosave.log_in_first(request)
    return unsaved.ask_to_log_in(request)


def open_shared(request: HttpRequest, office: Office, link: sharing.Link) -> HttpResponse:
    """The form of a request for whoever has its link: to read and to write, not to submit."""
    stored = sharing.request_of(office.model, link)
    reason = closed_because(stored, office.kind)
    if not sharing.opens(link, stored):
        reason = _("This link was revoked. Ask the person who sent it to you.")
    if reason:
        return _link_ended(request, office, stored, reason)
    typed = office.forms.stored(stored)
    desk = Desk(request, office.forms, stored.edition, typed, stored, may_submit=False)
    desk.work(save=_saving(office, stored), submit=_saving(office, stored))
    page = {
        "submission": stored,
        "uuid": stored.uuid,
        "kind": office.kind,
        "address": request.path,
        "shared": True,
    }
    return _answer(request, office, desk, page)


def _link_ended(
    request: HttpRequest, office: Office, stored: Submission, reason: str
) -> HttpResponse:
    if autosave.wanted(request):
        return autosave.closed(reason)
    page = {"reason": reason, "unsent": _unsent(request, office, stored.edition)}
    return render(request, "submissions/link_ended.html", page, status=410)


def preview(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    """The public page as it would read with the draft in it.

    The draft is written, shown, and the whole transaction rolled back: what the public page
    reads are real rows, and none of them stays.
    """
    if not request.user.is_authenticated:
        return unsaved.ask_to_log_in(request)
    stored = followed(request, office, uuid)
    if not office.can_edit(request.user, stored):
        raise Http404
    with transaction.atomic():
        typed = office.forms(stored.edition, drafts.unpack(stored.draft), check=True)
        shown = so_far(typed) if stored.draft else SoFar({}, [])
        if shown.content:
            office.write(stored, shown.content, by=request.user)
        page = office.public_page(stored) | {
            "preview": True,
            "left_out": shown.left_out,
            "back": reverse(office.page, args=[stored.uuid]),
        }
        response = render(request, f"{office.templates}_preview.html", page)
        transaction.set_rollback(True)
    return response


def _answer(request: HttpRequest, office: Office, desk: Desk, page: dict[str, Any]) -> HttpResponse:
    if desk.finished:
        address = request.path
        if "shared" not in page:
            address = reverse(office.page, args=[desk.finished.uuid])
        if autosave.wanted(request):
            return autosave.answer(desk, address)
        desk.remember_delivery()
        if desk.action in ASIDE and "shared" not in page:
            return redirect(f"{office.page}_{desk.action}", desk.finished.uuid)
        return redirect(address)
    if autosave.wanted(request):
        return autosave.answer(desk, page["address"])
    owner = desk.submission.created_by if desk.submission else None
    by = request.user if request.user.is_authenticated else owner
    found = office.check(desk.edition, desk.typed, desk.submission, by)
    if desk.checks and request.headers.get("X-Requested-With") == "fetch":
        return render(request, "submissions/_checklist_parts.html", {"checklist": found})
    call = page.get("call") or Call.objects.shown(office.kind, desk.edition.pk)
    about = {"edition": desk.edition, "checklist": found, "call": call}
    context = page | desk.context() | about
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
    if autosave.wanted(request):
        return autosave.closed(closed_because(submission, office.kind))
    code, opened = _reopened(request, office)
    if opened:
        return redirect(office.page, opened.uuid)
    never_submitted = submission.status == submission.Status.DRAFT
    stored = office.forms.stored if never_submitted else office.forms.written
    forms = office.forms(submission.edition, stored(submission))
    with_private = office.can_read_addresses(request.user, submission)
    if with_private and submission.shown_status in OPEN:
        found = office.check(submission.edition, forms.data, submission, request.user)
        page = page | {"checklist": found}
    page = page | {
        "edition": submission.edition,
        "call": Call.objects.shown(office.kind, submission.edition_id),
        "facts": forms.facts(with_private=with_private),
        "reason": closed_because(submission, office.kind),
        "unsent": _unsent(request, office, submission.edition),
        "unsubmitted": _unsubmitted(office, submission, forms) if with_private else [],
        "code_form": code if may_be_reopened(submission, office.kind) else None,
    }
    return render(request, f"{office.templates}_detail.html", page)


def _unsubmitted(office: Office, submission: Submission, written: RequestForms) -> list[Fact]:
    """What was saved over a submitted request and never submitted, as far as it differs."""
    if not submission.draft or submission.status == submission.Status.DRAFT:
        return []
    return written.differences(office.forms(submission.edition, drafts.unpack(submission.draft)))


def _closed(request: HttpRequest, office: Office, beginning: Beginning) -> HttpResponse:
    if autosave.wanted(request):
        return autosave.closed(_("The call is closed. Nothing new can be stored."))
    code, opened = _reopened(request, office, beginning)
    if opened:
        return redirect(office.page, opened.uuid)
    edition = Edition.objects.current()
    page = {
        "edition": edition,
        "call": Call.objects.shown(office.kind, edition.pk) if edition else None,
        "unsent": _unsent(request, office, edition) if edition else [],
        "code_form": code,
    }
    return render(request, f"{office.templates}_closed.html", page)


def _reopened(
    request: HttpRequest, office: Office, beginning: Beginning | None = None
) -> tuple[CodeForm, Submission | None]:
    """The form for an access code, and the request that a typed one has just reopened."""
    typed = request.method == "POST" and request.POST.get("action") == "code"
    initial = {"code": request.GET.get("code", "")[:80]}
    form = CodeForm(request.POST if typed else None, initial=initial)
    if not form.is_valid():
        return form, None
    try:
        return form, _by_code(request, office, form.cleaned_data["code"], beginning)
    except RuleError as error:
        form.add_error("code", error.message)
        return form, None


def _by_code(
    request: HttpRequest, office: Office, typed: str, beginning: Beginning | None
) -> Submission:
    unknown = _("This code opens nothing here. It may be mistyped, ended or used by others.")
    code, by = AccessCode.objects.typed(office.kind, typed), request.user
    if code is None or not (code.about or beginning):
        raise RuleError(unknown)
    if code.about is None:
        new = office.model(edition=code.call.edition, uuid=uuid4())
        return begin_with(code, new, drafts.pack(beginning(by)), by=by)
    stored = office.model.objects.visible_to(by).filter(uuid=code.about).first()
    if stored is None or not office.can_follow(by, stored):
        raise RuleError(unknown)
    redeem(code, stored, kind=office.kind, by=by)
    return stored


def _unsent(request: HttpRequest, office: Office, edition: Edition) -> list:
    return office.forms(edition, request.POST).facts() if request.method == "POST" else []
