"""Decisions on booth requests, and their release."""

from django.db import transaction
from django.utils.translation import gettext as _

from booths import capacity, rules
from booths.actions import places, waiting
from booths.models import Booth, Place
from forum.errors import RuleError
from forum.models import User
from submissions import checklists, decisions


@transaction.atomic
def accept(booth: Booth, *, stand: Place | None = None, by: User) -> None:
    """Accept a submitted request under its number, at the place if one is chosen.

    An onsite request beyond the capacity of the Village goes on the waiting list instead and
    stays submitted (`booth.is_waiting`). Raises Blocked while a rule is in the way and the
    Secretariat has made no exception.
    """
    places.lock(booth.edition)
    booth.refresh_from_db()
    if booth.is_waiting:
        raise RuleError(_("It is on the waiting list and gets an offer in its turn."), on=booth)
    checklists.require(rules.of_stored(booth), on=booth)
    shares = _shares_a_place(booth)
    if booth.is_onsite and not shares and capacity.is_full(booth.edition):
        waiting.put_on_list(booth, by=by)
        return
    _check_stand(booth, stand, shares=shares)
    decisions.accept(booth, by=by, stand=stand)
    waiting.admit_guest(booth, by=by)


def _shares_a_place(booth: Booth) -> bool:
    """Whether its partner brings the place; the partner has to be accepted before."""
    if booth.host is None:
        return False
    if booth.host.status != Booth.Status.ACCEPTED:
        refusal = _("It shares the place of “%(partner)s”. Decide on that request first.")
        raise RuleError(refusal % {"partner": booth.host.title}, on=booth)
    return True


def _check_stand(booth: Booth, stand: Place | None, *, shares: bool) -> None:
    if stand is None:
        return
    if shares or not booth.is_onsite:
        raise RuleError(_("This booth needs no place of its own."), on=booth, field="stand")
    if not capacity.open_places(booth.edition).filter(pk=stand.pk).exists():
        raise RuleError(_("This place is taken. Choose another one."), on=booth, field="stand")


@transaction.atomic
def decline(booth: Booth, *, note: str, by: User) -> None:
    """Decline a submitted request; the exhibitor reads the note once it is released."""
    places.lock(booth.edition)
    decisions.decline(booth, note=note, by=by)
    places.vacate(booth)
    places.end_questions(booth)
    waiting.offer_free_places(booth.edition, by=by)


@transaction.atomic
def release(booth: Booth, *, by: User) -> None:
    """Make the decision public and put a mail to the exhibitor into the outbox; its place is fixed now."""
    places.lock(booth.edition)
    decisions.release(booth, mail="booth_decision", to=exhibitor_addresses(booth), by=by)


def exhibitor_addresses(booth: Booth) -> list[str]:
    """Who is told about a decision: whoever sent the request."""
    return decisions.addresses(booth.created_by.email if booth.created_by else "")
