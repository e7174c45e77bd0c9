"""Decisions on session proposals, and their release."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from forum import codes
from forum.errors import RuleError
from forum.models import User
from submissions import checklists, decisions, releases, repairs
from submissions.people import address_of
from submissions.releases import Letter, Released
from workshops import rules
from workshops.models import Contributor, Slot, Workshop
from workshops.models.proposal import former_names

MAIL = "decision"


def accept(workshop: Workshop, *, by: User) -> None:
    """Accept a submitted proposal under its number: it gets a code for its surveys.

    Raises Blocked while a rule is in the way and the Secretariat has made no exception.
    """
    if workshop.type is None:
        raise RuleError(_("The proposal names no session type."), on=workshop)
    checklists.require(rules.of_stored(workshop), on=workshop)
    decisions.accept(workshop, by=by, join_code=workshop.join_code or free_code())


def decline(workshop: Workshop, *, note: str, by: User) -> None:
    """Decline a submitted proposal; the organizers read the note once it is released."""
    decisions.decline(workshop, note=note, by=by)


def screen_out(workshop: Workshop, *, note: str, by: User) -> None:
    """Refuse a submitted proposal before the review; the organizers read why after the release."""
    decisions.screen_out(workshop, note=note, by=by)


@transaction.atomic
def take_back(workshop: Workshop, *, by: User) -> None:
    """Make an unreleased decision undone; a session in the programme has to be taken out before."""
    if Slot.objects.filter(workshop=workshop).exists():
        raise RuleError(_("Take the session out of the programme first."), on=workshop)
    decisions.take_back(workshop, by=by)


def send_back(workshop: Workshop, *, note: str, until: datetime, by: User) -> None:
    """Return a submitted proposal for repair until a moment; its organizers are told."""
    page = reverse("workshops:proposal", args=[workshop.uuid])
    to = organizer_addresses(workshop)
    repairs.send_back(workshop, note=note, until=until, to=to, page=page, by=by)


def release(workshop: Workshop, *, by: User) -> None:
    """Make the decision public and put one mail per organizer into the outbox."""
    decisions.release(workshop, mail=MAIL, to=organizer_addresses(workshop), by=by)


def release_previewed(previewed: Mapping[UUID, str], *, by: User) -> Released:
    """Release the proposals whose letters still read as they did in the preview."""
    rows = Workshop.objects.select_related("edition", "type", "created_by")
    return releases.release_previewed(rows, previewed, letters=letters, mail=MAIL, by=by)


def letters(workshops: Sequence[Workshop]) -> list[Letter]:
    """What their release would send; as many queries for one as for hundreds."""
    told: dict[int, list[Contributor]] = {}
    for contributor in _told().filter(workshop__in=workshops):
        told.setdefault(contributor.workshop_id, []).append(contributor)
    names = former_names(workshops)
    for workshop in workshops:
        workshop.former_names = names[workshop.pk]
    return [
        releases.letter(workshop, mail=MAIL, to=_addresses(workshop, told.get(workshop.pk, [])))
        for workshop in workshops
    ]


def organizer_addresses(workshop: Workshop) -> list[str]:
    """Who is told about a decision: whoever submitted, and the organizers with an address."""
    return _addresses(workshop, _told().filter(workshop=workshop))


def _told() -> QuerySet[Contributor]:
    return (
        Contributor.objects.filter(role__in=Contributor.ORGANIZERS)
        .exclude(answer=Contributor.Answer.DECLINED)
        .select_related("person__user")
    )


def _addresses(workshop: Workshop, organizers: Iterable[Contributor]) -> list[str]:
    submitter = workshop.created_by.email if workshop.created_by else ""
    return decisions.addresses(submitter, *(address_of(row.person) for row in organizers))


def free_code() -> str:
    """A session code that no session has."""
    code = codes.new_code()
    while Workshop.objects.filter(join_code=code).exists():
        code = codes.new_code()
    return code
