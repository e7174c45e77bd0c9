"""Decisions on session proposals, and their release."""

from django.utils.translation import gettext as _

from forum import codes
from forum.errors import RuleError
from forum.models import User
from submissions import checklists, decisions
from submissions.people import address_of
from workshops import rules
from workshops.models import Contributor, Workshop


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


def release(workshop: Workshop, *, by: User) -> None:
    """Make the decision public and put one mail per organizer into the outbox."""
    decisions.release(workshop, mail="decision", to=organizer_addresses(workshop), by=by)


def organizer_addresses(workshop: Workshop) -> list[str]:
    """Who is told about a decision: whoever submitted, and the organizers with an address."""
    organizers = (
        workshop.contributors.filter(role__in=Contributor.ORGANIZERS)
        .exclude(answer=Contributor.Answer.DECLINED)
        .select_related("person__user")
    )
    submitter = workshop.created_by.email if workshop.created_by else ""
    return decisions.addresses(submitter, *(address_of(row.person) for row in organizers))


def free_code() -> str:
    """A session code that no session has."""
    code = codes.new_code()
    while Workshop.objects.filter(join_code=code).exists():
        code = codes.new_code()
    return code
