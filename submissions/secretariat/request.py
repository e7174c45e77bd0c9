"""One request at the desk: what it says, its rules, and every step its state allows."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from submissions import checklists
from submissions.actions.rules import exempt, take_exemption_back
from submissions.checklists import Checklist
from submissions.decision_forms import DeclineForm, RepairForm, ScreenOutForm
from submissions.models import Submission
from submissions.permissions import can_decide, can_release
from submissions.rule_forms import ExemptionForm
from submissions.secretariat.office import Office

FORMS = (
    "exemption_form", "accept_form", "decline_form", "screen_form", "repair_form", "place_form",
)  # fmt: skip
STEPS = (
    "accept", "decline", "screen_out", "send_back", "take_back",
    "release", "make_exception", "end_exception",
)  # fmt: skip


def addresses(office: Office) -> list[URLPattern]:
    """The page of one request and the addresses of all steps; for the Secretariat only."""
    views: dict[str, Callable[..., HttpResponse]] = {
        "accept": accept,
        "decline": decline,
        "screen-out": screen_out,
        "send-back": send_back,
        "take-back": take_back,
        "release": release,
        "exception": make_exception,
        "exception/end": end_exception,
    }
    names = {"exception": "make_exception", "exception/end": "end_exception"}
    steps = [
        path(
            f"<uuid:uuid>/{step}/",
            require_POST(secretariat_only(_at(office, view))),
            name=names.get(step, step.replace("-", "_")),
        )
        for step, view in views.items()
    ]
    page = require_safe(secretariat_only(_at(office, look)))
    return [path("<uuid:uuid>/", page, name=office.page), *steps]


def find(request: HttpRequest, office: Office, uuid: UUID) -> Any:
    return get_object_or_404(office.rows(request.user), uuid=uuid)


def look(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    return show(request, office, find(request, office, uuid))


def accept(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    form = office.accept_form(submission, request.POST)
    return _decide(request, office, submission, office.accept, office.accepted, accept_form=form)


def decline(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    form = DeclineForm(request.POST, auto_id="id_decline_%s")
    told = _always(_("Declined. Nobody was told yet."))
    return _decide(request, office, submission, office.decline, told, decline_form=form)


def screen_out(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    form = ScreenOutForm(request.POST, auto_id="id_screen_%s")
    told = _always(_("Screened out. Nobody was told yet."))
    return _decide(request, office, submission, office.screen_out, told, screen_form=form)


def send_back(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    form = RepairForm(request.POST, auto_id="id_repair_%s")
    told = _always(_("Returned for repair. Those who asked are told."))
    return _decide(request, office, submission, office.send_back, told, repair_form=form)


def make_exception(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    form = _exemption_form(office.check(submission), request.POST)
    told = _always(_("The exception is made. The rule is no longer in the way."))
    step = partial(_exempt, office=office)
    return _decide(request, office, submission, step, told, exemption_form=form)


def end_exception(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    with transaction.atomic():
        take_exemption_back(submission, request.POST.get("code", "")[:40], by=request.user)
        checklists.remember(submission, office.check(submission))
    messages.success(request, _("The exception is taken back. The rule counts again."))
    return redirect(office.address(submission))


def take_back(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    office.take_back(submission, by=request.user)
    messages.success(request, _("The decision is taken back. Nobody had been told."))
    return redirect(office.address(submission))


def release(request: HttpRequest, office: Office, uuid: UUID) -> HttpResponse:
    submission = find(request, office, uuid)
    office.release(submission, by=request.user)
    messages.success(request, office.released)
    return redirect(office.address(submission))


def show(
    request: HttpRequest, office: Office, submission: Any, **bound: Form | None
) -> HttpResponse:
    """The page of one request with every form that its state allows, a refused one as typed."""
    found = office.check(submission)
    letter = None
    if can_release(request.user, submission):
        letter = office.letters([submission])[0]
    context = {
        "submission": submission,
        "edition": submission.edition,
        "office": office,
        "checklist": found,
        "letter": letter,
        "steps": {step: office.address(submission, step) for step in STEPS},
        **dict.fromkeys(FORMS),
        **office.shown_with(request, submission),
        **_forms(request, office, submission, found),
        **bound,
        "errors": any(form is not None and form.errors for form in bound.values()),
    }
    return render(request, office.template, context)


def _forms(
    request: HttpRequest, office: Office, submission: Submission, found: Checklist
) -> dict[str, Form | None]:
    forms: dict[str, Form | None] = {}
    if found.blocking:
        forms["exemption_form"] = _exemption_form(found)
    if can_decide(request.user, submission):
        forms |= {
            "accept_form": office.accept_form(submission),
            "decline_form": DeclineForm(auto_id="id_decline_%s"),
            "screen_form": ScreenOutForm(auto_id="id_screen_%s"),
            "repair_form": RepairForm(auto_id="id_repair_%s"),
        }
    return forms


def _decide(
    request: HttpRequest,
    office: Office,
    submission: Any,
    step: Callable[..., None],
    told: Callable[[Any], str],
    **named: Form,
) -> HttpResponse:
    """Do a step with what a form says; a refusal stands in the form, with all that was typed."""
    (form,) = named.values()
    if form.is_valid():
        try:
            step(submission, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, told(submission))
            return redirect(office.address(submission))
    return show(request, office, submission, **named)


@transaction.atomic
def _exempt(submission: Any, *, code: str, note: str, by: Any, office: Office) -> None:
    rule = submission.edition.rules.get(kind=office.kind, code=code)
    exempt(submission, rule, note=note, by=by)
    checklists.remember(submission, office.check(submission))


def _exemption_form(found: Checklist, data: Any = None) -> ExemptionForm:
    return ExemptionForm(data, blocking=found.blocking, auto_id="id_exception_%s")


def _always(words: str) -> Callable[[Any], str]:
    return lambda _submission: words


def _at(office: Office, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def at_this_desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
        return view(request, office, uuid)

    return at_this_desk
