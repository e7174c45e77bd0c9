"""The Secretariat's desk for session proposals: decide, release, place."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import outbox
from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from submissions.actions.rules import exempt
from submissions.decision_forms import DeclineForm
from submissions.models import Call
from submissions.rule_forms import ExemptionForm
from workshops import rules
from workshops.actions import programme as programme_actions
from workshops.actions import review as review_actions
from workshops.forms.programme import PlaceForm
from workshops.forms.review import DeskFilter
from workshops.models import Slot, Workshop
from workshops.permissions import can_convert, can_decide, can_release, can_schedule

PER_PAGE = 50
NO_FORMS = dict.fromkeys(["decline_form", "place_form", "exemption_form"])


@require_safe
@secretariat_only
def desk(request: HttpRequest) -> HttpResponse:
    """The proposals of an edition, the current one unless asked otherwise."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    edition = editions.filter(year=int(year)).first() if year.isdecimal() else None
    edition = edition or editions.current()
    form = DeskFilter(request.GET)
    proposals = (
        form.apply(Workshop.objects.visible_to(request.user).filter(edition=edition))
        .select_related("edition", "type", "slot__room", "created_by")
        .order_by("type__position", "number", "pk")
    )
    context = {
        "edition": edition,
        "editions": editions,
        "filter": form,
        "page": Paginator(proposals, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "workshops/review_desk.html", context)


@require_safe
@secretariat_only
def proposal(request: HttpRequest, uuid) -> HttpResponse:
    return _page(request, _find(request, uuid))


@require_POST
@secretariat_only
def accept(request: HttpRequest, uuid) -> HttpResponse:
    workshop = _find(request, uuid)
    review_actions.accept(workshop, by=request.user)
    accepted = _("Accepted as %(name)s. Nobody was told yet.")
    messages.success(request, accepted % {"name": workshop.short_name})
    return redirect("workshops:desk_proposal", workshop.uuid)


@require_POST
@secretariat_only
def decline(request: HttpRequest, uuid) -> HttpResponse:
    workshop = _find(request, uuid)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            review_actions.decline(workshop, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("Declined. Nobody was told yet."))
            return redirect("workshops:desk_proposal", workshop.uuid)
    return _page(request, workshop, decline_form=form)


@require_POST
@secretariat_only
def make_exception(request: HttpRequest, uuid) -> HttpResponse:
    workshop = _find(request, uuid)
    form = ExemptionForm(request.POST, blocking=rules.of_stored(workshop).blocking)
    if form.is_valid():
        rule = workshop.edition.rules.get(kind=Call.Kind.SESSION, code=form.cleaned_data["code"])
        exempt(workshop, rule, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("The exception is made. The rule is no longer in the way."))
        return redirect("workshops:desk_proposal", workshop.uuid)
    return _page(request, workshop, exemption_form=form)


@require_POST
@secretariat_only
def release(request: HttpRequest, uuid) -> HttpResponse:
    workshop = _find(request, uuid)
    review_actions.release(workshop, by=request.user)
    messages.success(request, _("The decision is released and the organizers are told."))
    return redirect("workshops:desk_proposal", workshop.uuid)


@require_POST
@secretariat_only
def place(request: HttpRequest, uuid) -> HttpResponse:
    workshop = _find(request, uuid)
    form = PlaceForm(request.POST, workshop)
    if form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("room", "starts_at", "ends_at")}
        try:
            slot = programme_actions.place(workshop, **chosen, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("Placed in %(room)s.") % {"room": slot.room})
            return redirect("workshops:desk_proposal", workshop.uuid)
    return _page(request, workshop, place_form=form)


@require_POST
@secretariat_only
def unplace(request: HttpRequest, uuid) -> HttpResponse:
    workshop = _find(request, uuid)
    programme_actions.unplace(workshop, by=request.user)
    messages.success(request, _("The session has no room and time any more."))
    return redirect("workshops:desk_proposal", workshop.uuid)


def _find(request: HttpRequest, uuid) -> Workshop:
    proposals = Workshop.objects.visible_to(request.user)
    return get_object_or_404(
        proposals.select_related("edition", "type", "theme", "created_by"), uuid=uuid
    )


def _page(request: HttpRequest, workshop: Workshop, **bound: Form) -> HttpResponse:
    """The page of one proposal with every form that its state allows, a refused one as typed."""
    checklist = rules.of_stored(workshop)
    exemption = {"exemption_form": ExemptionForm(blocking=checklist.blocking)}
    forms = {
        **NO_FORMS,
        **(exemption if checklist.blocking else {}),
        **_open_forms(request, workshop),
        **bound,
    }
    may_release = can_release(request.user, workshop)
    context = {
        "edition": workshop.edition,
        "workshop": workshop,
        "may_decide": can_decide(request.user, workshop),
        "may_convert": can_convert(request.user, workshop),
        "checklist": checklist,
        "slot": Slot.objects.filter(workshop=workshop).select_related("room").first(),
        "people": workshop.contributors.select_related("person", "affiliation"),
        "mail": outbox.render("decision", workshop) if may_release else None,
        "recipients": review_actions.organizer_addresses(workshop) if may_release else [],
        "errors": any(form.errors for form in bound.values()),
        **forms,
    }
    return render(request, "workshops/review_proposal.html", context)


def _open_forms(request: HttpRequest, workshop: Workshop) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    if can_decide(request.user, workshop):
        forms["decline_form"] = DeclineForm()
    if can_schedule(request.user, workshop):
        forms["place_form"] = PlaceForm(None, workshop)
    return forms
