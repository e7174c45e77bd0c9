"""The waiting list: who comes on it, and the offers of freed places."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from booths import capacity
from booths.actions import places
from booths.models import Booth, Offer, Place
from forum import audit, outbox
from forum.errors import RuleError
from forum.models import Edition, User
from submissions import decisions


def put_on_list(booth: Booth, *, by: User) -> None:
    """A wanted onsite request without a place waits; its exhibitor is told. Needs the lock."""
    fresh = Booth.objects.filter(pk=booth.pk, status=Booth.Status.SUBMITTED)
    listed = fresh.exclude(pk__in=Booth.objects.waiting().order_by().values("pk")).update(
        waiting_since=timezone.now(), waiting_until=None
    )
    booth.refresh_from_db()
    if not listed:
        raise RuleError(_("It waits already, or it is decided."), on=booth)
    audit.record(by, "put on the waiting list", booth)
    outbox.add("booth_waiting", booth, to=_addresses(booth), position=capacity.position(booth))


def offer_free_places(edition: Edition, *, by: User | None) -> int:
    """Offer every free place to the next request on the list; returns how many. Needs the lock."""
    offered = 0
    while capacity.has_plan(edition) and capacity.free(edition) > 0:
        booth = capacity.unoffered(edition).select_related("edition", "created_by").first()
        if booth is None:
            break
        _offer(booth, by=by)
        offered += 1
    return offered


def _offer(booth: Booth, *, by: User | None) -> None:
    now = timezone.now()
    offer = Offer.objects.create(
        booth=booth,
        place=_place_to_name(booth.edition),
        offered_at=now,
        expires_at=now + timedelta(hours=booth.edition.limit("village_offer_hours")),
    )
    audit.record(by, "offered a place", booth)
    outbox.add("booth_offer", offer, to=_addresses(booth))


def _place_to_name(edition: Edition) -> Place | None:
    """A certain place only where everybody accepted before stands on one."""
    unplaced = Booth.objects.hosting().filter(edition=edition, stand=None).exists()
    unnamed = capacity.open_offers(edition).filter(place=None).exists()
    return None if unplaced or unnamed else capacity.open_places(edition).first()


@transaction.atomic
def accept_offer(offer: Offer, *, by: User) -> None:
    """Take the offered place: the request is accepted and waits for its release."""
    booth = _answer(offer, Offer.Answer.ACCEPTED)
    if not booth.is_waiting:
        raise RuleError(_("This request does not wait for a place any more."), on=offer)
    decisions.accept(booth, by=by, stand=offer.place, waiting_until=timezone.now())
    admit_guest(booth, by=by)


def admit_guest(host: Booth, *, by: User) -> None:
    """Accept the partner of an accepted booth when it was on the waiting list. Needs the lock."""
    listed = Booth.objects.filter(waiting_since__isnull=False, waiting_until=None)
    guest = listed.filter(host=host, status=Booth.Status.SUBMITTED).first()
    if guest and host.status == Booth.Status.ACCEPTED:
        decisions.accept(guest, by=by, waiting_until=timezone.now())


@transaction.atomic
def decline_offer(offer: Offer, *, by: User) -> None:
    """Leave the offered place to the next one; the request leaves the waiting list."""
    booth = _answer(offer, Offer.Answer.DECLINED)
    _leave_list(booth, timezone.now())
    audit.record(by, "declined the offer", booth)
    offer_free_places(booth.edition, by=by)


def _answer(offer: Offer, answer: Offer.Answer) -> Booth:
    """Lock the Village and write the answer, if the offer is still open."""
    places.lock(offer.booth.edition)
    now = timezone.now()
    still_open = Offer.objects.open().filter(pk=offer.pk, expires_at__gt=now)
    answered = still_open.update(answer=answer, answered_at=now)
    offer.refresh_from_db()
    if not answered:
        raise RuleError(_("This offer is no longer open."), on=offer)
    return Booth.objects.select_related("edition", "host").get(pk=offer.booth_id)


def expire_due() -> int:
    """Close every offer whose time is over and offer the place to the next; returns how many."""
    due = Offer.objects.open().filter(expires_at__lte=timezone.now())
    editions = Edition.objects.filter(pk__in=due.values("booth__edition"))
    return sum(_expire_in(edition) for edition in editions)


@transaction.atomic
def _expire_in(edition: Edition) -> int:
    places.lock(edition)
    now = timezone.now()
    due = list(capacity.open_offers(edition).filter(expires_at__lte=now).select_related("booth"))
    for offer in due:
        Offer.objects.filter(pk=offer.pk).update(answer=Offer.Answer.EXPIRED, answered_at=now)
        _leave_list(offer.booth, now)
        audit.record(None, "let the offer expire", offer.booth)
        outbox.add("booth_offer_expired", offer, to=_addresses(offer.booth))
    offer_free_places(edition, by=None)
    return len(due)


def _leave_list(booth: Booth, now: datetime) -> None:
    Booth.objects.filter(pk=booth.pk).update(waiting_until=now)


def _addresses(booth: Booth) -> list[str]:
    return decisions.addresses(booth.created_by.email if booth.created_by else "")
