"""Decisions on booth requests, and their release."""

from django.utils.translation import gettext as _

from booths import rules
from booths.models import Booth
from forum.errors import RuleError
from forum.models import User
from submissions import checklists, decisions


def accept(booth: Booth, *, number: int, place: str = "", by: User) -> None:
    """Accept a submitted request: the booth gets its number for good, and its place if it has one.

    Raises Blocked while a rule is in the way and the Secretariat has made no exception.
    """
    rivals = Booth.objects.filter(edition=booth.edition)
    if place and rivals.exclude(pk=booth.pk).filter(place=place).exists():
        raise RuleError(_("This place is taken. Choose another one."), on=booth, field="place")
    checklists.require(rules.of_stored(booth), on=booth)
    decisions.accept(booth, number=number, siblings=rivals, by=by, place=place)


def decline(booth: Booth, *, note: str, by: User) -> None:
    """Decline a submitted request; the exhibitor reads the note once it is released."""
    decisions.decline(booth, note=note, by=by)


def release(booth: Booth, *, by: User) -> None:
    """Make the decision public and put a mail to the exhibitor into the outbox."""
    decisions.release(booth, mail="booth_decision", to=exhibitor_addresses(booth), by=by)


def exhibitor_addresses(booth: Booth) -> list[str]:
    """Who is told about a decision: whoever sent the request."""
    return decisions.addresses(booth.created_by.email if booth.created_by else "")
