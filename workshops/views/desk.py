"""The Secretariat's desk for session proposals: what they add to it, and their place in the programme."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from submissions.decision_forms import AcceptForm
from submissions.models import Call
from submissions.secretariat import listing
from submissions.secretariat import request as one
from submissions.secretariat.office import Office
from workshops import rules
from workshops.actions import programme as programme_actions
from workshops.actions import review
from workshops.forms.programme import PlaceForm
from workshops.forms.review import narrow, waiting_for
from workshops.models import SessionType, Slot, Workshop
from workshops.permissions import can_convert, can_schedule


def _rows(user: Any) -> QuerySet[Workshop]:
    proposals = Workshop.objects.visible_to(user)
    return proposals.select_related("edition", "type", "theme", "created_by", "slot__room")


def _types(edition: Edition | None) -> list[tuple[str, str]]:
    found = SessionType.objects.order_by("position", "pk")
    found = found.filter(edition=edition) if edition else found
    return list(found.values_list("code", "name"))


def _accept_form(workshop: Workshop, data: Any = None) -> AcceptForm:
    return AcceptForm(data, auto_id="id_accept_%s")


def _accepted(workshop: Workshop) -> str:
    return _("Accepted as %(name)s. Nobody was told yet.") % {"name": workshop.short_name}


def _shown_with(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    may_schedule = can_schedule(request.user, workshop)
    return {
        "workshop": workshop,
        "slot": Slot.objects.filter(workshop=workshop).select_related("room").first(),
        "people": workshop.contributors.select_related("person", "affiliation"),
        "place_form": PlaceForm(None, workshop) if may_schedule else None,
        "may_convert": can_convert(request.user, workshop),
    }


OFFICE = Office(
    kind=Call.Kind.SESSION,
    word=gettext_lazy("Session"),
    title=gettext_lazy("Session proposals"),
    namespace="workshops",
    page="desk_proposal",
    template="workshops/review_proposal.html",
    rows=_rows,
    type_of=lambda workshop: workshop.type.name if workshop.type else "",
    who=lambda workshop: str(workshop.created_by or ""),
    narrow=narrow,
    waiting_for=waiting_for,
    types=_types,
    steps=[("place", gettext_lazy("Accepted, no room and time"))],
    check=rules.of_stored,
    accept_form=_accept_form,
    accepted=_accepted,
    accept=review.accept,
    decline=review.decline,
    screen_out=review.screen_out,
    take_back=review.take_back,
    send_back=review.send_back,
    release=review.release,
    letters=review.letters,
    release_previewed=review.release_previewed,
    released=gettext_lazy("The decision is released and the organizers are told."),
    shown_with=_shown_with,
)


@require_safe
@secretariat_only
def desk(request: HttpRequest) -> HttpResponse:
    """The one list of the desk with the proposals only."""
    return listing.show(request, [OFFICE])


@require_POST
@secretariat_only
def place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    workshop = one.find(request, OFFICE, uuid)
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
    return one.show(request, OFFICE, workshop, place_form=form)


@require_POST
@secretariat_only
def unplace(request: HttpRequest, uuid: UUID) -> HttpResponse:
    workshop = one.find(request, OFFICE, uuid)
    programme_actions.unplace(workshop, by=request.user)
    messages.success(request, _("The session has no room and time any more."))
    return redirect("workshops:desk_proposal", workshop.uuid)
