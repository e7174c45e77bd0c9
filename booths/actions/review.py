"""Decisions on booth requests, and their release."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from booths import capacity, rules
from booths.actions import places, waiting
from booths.models import Booth, Place
from forum.errors import RuleError
from forum.models import Edition, User
from submissions import checklists, decisions, releases, repairs
from submissions.releases import Letter, Released

MAIL = "booth_decision"
READ_BY_LETTERS = ("edition", "organization", "created_by", "stand", "host__stand")


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
    _leave(booth, by)


@transaction.atomic
def screen_out(booth: Booth, *, note: str, by: User) -> None:
    """Refuse a submitted request before the review; the exhibitor reads why after the release."""
    places.lock(booth.edition)
    decisions.screen_out(booth, note=note, by=by)
    _leave(booth, by)


@transaction.atomic
def take_back(booth: Booth, *, by: User) -> None:
    """Make an unreleased decision undone; its place is free again and goes to whoever waits."""
    places.lock(booth.edition)
    booth.refresh_from_db()
    if Booth.objects.filter(host=booth, status=Booth.Status.ACCEPTED).exists():
        raise RuleError(
            _("Another booth is accepted at its place. Decide on that first."), on=booth
        )
    decisions.take_back(booth, by=by, stand=None)
    waiting.offer_free_places(booth.edition, by=by)


def send_back(booth: Booth, *, note: str, until: datetime, by: User) -> None:
    """Return a submitted request for repair until a moment; its exhibitor is told."""
    page = reverse("booths:request", args=[booth.uuid])
    to = exhibitor_addresses(booth)
    repairs.send_back(booth, note=note, until=until, to=to, page=page, by=by)


@transaction.atomic
def release(booth: Booth, *, by: User) -> None:
    """Make the decision public and put a mail to the exhibitor into the outbox; its place is fixed now."""
    places.lock(booth.edition)
    decisions.release(booth, mail=MAIL, to=exhibitor_addresses(booth), by=by)


@transaction.atomic
def release_previewed(previewed: Mapping[UUID, str], *, by: User) -> Released:
    """Release the requests whose letters still read as they did in the preview."""
    chosen = Booth.objects.filter(uuid__in=previewed).order_by().values("edition")
    for edition in Edition.objects.filter(pk__in=chosen).order_by("pk"):
        places.lock(edition)
    rows = Booth.objects.select_related(*READ_BY_LETTERS)
    return releases.release_previewed(rows, previewed, letters=letters, mail=MAIL, by=by)


def letters(booths: Sequence[Booth]) -> list[Letter]:
    """What their release would send; as many queries for one as for hundreds."""
    prefetch_related_objects(booths, *READ_BY_LETTERS)
    editions = {booth.edition_id: booth.edition for booth in booths}
    planned = {pk: capacity.has_plan(edition) for pk, edition in editions.items()}
    return [
        releases.letter(
            booth,
            mail=MAIL,
            to=exhibitor_addresses(booth),
            warnings=_warnings(booth, has_plan=planned[booth.edition_id]),
        )
        for booth in booths
    ]


def exhibitor_addresses(booth: Booth) -> list[str]:
    """Who is told about a decision: whoever sent the request."""
    return decisions.addresses(booth.created_by.email if booth.created_by else "")


def _warnings(booth: Booth, *, has_plan: bool) -> list[str]:
    needs_place = booth.status == Booth.Status.ACCEPTED and booth.is_onsite and has_plan
    return [_("It has no place in the Village yet.")] if needs_place and not booth.place else []


def _leave(booth: Booth, by: User) -> None:
    places.vacate(booth)
    places.end_questions(booth)
    waiting.offer_free_places(booth.edition, by=by)
