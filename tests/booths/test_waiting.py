"""The waiting list of the Village, its offers, and what happens to a place that is left."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from booths import capacity, periodic
from booths.actions import plan, request, review, waiting
from booths.models import Booth, Offer
from forum.errors import RuleError
from forum.models import OutgoingMail
from tests.factories import make_booth, make_place, make_user

Status = Booth.Status


def onsite(**fields) -> Booth:
    return make_booth(is_onsite=True, is_virtual=False, **fields)


def accept(booth: Booth, by) -> Booth:
    review.accept(booth, by=by)
    booth.refresh_from_db()
    return booth


@pytest.fixture
def full(secretariat) -> tuple[Booth, Booth, Booth]:
    """One place: one booth stands on it, two wait in the order of their submission."""
    make_place("7")
    later = onsite(title="Later", submitted_at=timezone.now())
    earlier = onsite(title="Earlier", submitted_at=timezone.now() - timedelta(days=1))
    holder = onsite(title="Holder")
    review.accept(holder, stand=capacity.open_places(holder.edition).get(), by=secretariat)
    return holder, accept(later, secretariat), accept(earlier, secretariat)


def mails(kind: str) -> list[str]:
    return list(OutgoingMail.objects.filter(kind=kind).values_list("to", flat=True))


def test_beyond_the_capacity_a_request_waits_and_is_told(secretariat):
    make_place("1")
    make_place("2", is_available=False)
    accept(onsite(), secretariat)

    waits = accept(onsite(), secretariat)

    assert (waits.status, waits.is_waiting) == (Status.SUBMITTED, True)
    assert mails("booth_waiting") == [waits.created_by.email]


def test_virtual_booths_never_wait(secretariat):
    make_place("1", is_available=False)

    booth = accept(make_booth(), secretariat)

    assert booth.status == Status.ACCEPTED


def test_without_places_nobody_waits(secretariat):
    booth = accept(onsite(), secretariat)

    assert booth.status == Status.ACCEPTED


def test_the_list_is_in_the_order_of_submission(full):
    _holder, later, earlier = full

    assert [capacity.position(earlier), capacity.position(later)] == [1, 2]


def test_a_withdrawal_offers_the_place_to_the_first(full):
    holder, _later, earlier = full

    request.withdraw(holder, by=holder.created_by)

    offer = Offer.objects.get()
    assert (offer.booth, offer.place.label, offer.answer) == (earlier, "7", "")
    assert mails("booth_offer") == [earlier.created_by.email]


def test_taking_the_offer_gives_number_and_place(full):
    holder, later, earlier = full
    request.withdraw(holder, by=holder.created_by)

    waiting.accept_offer(Offer.objects.get(), by=earlier.created_by)

    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.status, earlier.place, earlier.is_public) == (Status.ACCEPTED, "7", False)
    assert (later.is_waiting, capacity.position(later)) == (True, 1)
    assert Offer.objects.count() == 1


def test_declining_passes_the_offer_on(full):
    holder, later, earlier = full
    request.withdraw(holder, by=holder.created_by)

    waiting.decline_offer(Offer.objects.get(), by=earlier.created_by)

    earlier.refresh_from_db()
    assert not earlier.is_waiting
    assert list(Offer.objects.values_list("booth__title", "answer")) == [
        ("Earlier", "declined"),
        ("Later", ""),
    ]


def test_an_offer_expires_once_and_passes_on(full):
    holder, later, earlier = full
    request.withdraw(holder, by=holder.created_by)
    past = timezone.now() - timedelta(hours=100)
    Offer.objects.update(offered_at=past, expires_at=past + timedelta(hours=72))

    expired = [periodic.run(), periodic.run()]

    assert expired == [1, 0]
    assert mails("booth_offer_expired") == [earlier.created_by.email]
    assert Offer.objects.open().get().booth == later


@pytest.mark.parametrize("answer", [waiting.accept_offer, waiting.decline_offer])
def test_an_offer_is_answered_once_and_in_time(full, answer):
    holder, _later, earlier = full
    request.withdraw(holder, by=holder.created_by)
    offer = Offer.objects.get()
    past = timezone.now() - timedelta(hours=100)
    Offer.objects.update(offered_at=past, expires_at=past + timedelta(hours=72))

    with pytest.raises(RuleError):
        answer(offer, by=earlier.created_by)

    assert Offer.objects.get().answer == Offer.Answer.OPEN


def test_a_withdrawn_request_ends_its_offer(full):
    holder, later, earlier = full
    request.withdraw(holder, by=holder.created_by)

    request.withdraw(earlier, by=earlier.created_by)

    assert list(Offer.objects.values_list("booth", "answer")) == [
        (earlier.pk, "void"),
        (later.pk, ""),
    ]


def test_new_places_are_offered_at_once(full, secretariat):
    plan.generate(full[0].edition, count=2, per_row=2, by=secretariat)

    assert Offer.objects.open().count() == 2


def test_who_waits_is_neither_accepted_nor_put_on_the_list_again(full, secretariat):
    with pytest.raises(RuleError, match="waiting list"):
        review.accept(full[2], by=secretariat)


def test_the_mail_link_answers_without_an_account(full, as_user):
    holder, _later, earlier = full
    request.withdraw(holder, by=holder.created_by)
    address = reverse("booths:offer", args=[Offer.objects.get().token])

    page = as_user().get(address).content.decode()
    as_user().post(address, {"action": "accept"})
    again = as_user().post(address, {"action": "decline"}, follow=True)

    earlier.refresh_from_db()
    assert "Take the place" in page
    assert earlier.status == Status.ACCEPTED
    assert "no longer open" in again.content.decode()


def test_the_request_page_says_where_it_stands(full, as_user):
    holder, later, earlier = full

    before = as_user(later.created_by).get(reverse("booths:request", args=[later.uuid]))
    request.withdraw(holder, by=holder.created_by)
    after = as_user(earlier.created_by).get(reverse("booths:request", args=[earlier.uuid]))

    assert "number 2 on the waiting list" in before.content.decode()
    assert "A place is free for you" in after.content.decode()


def test_the_desk_shows_the_list(full, as_user, secretariat):
    later = full[1]

    desk = as_user(secretariat).get(reverse("booths:desk"), {"waiting": "waiting"})
    page = as_user(secretariat).get(reverse("booths:desk_request", args=[later.uuid]))

    assert {row.title for row in desk.context["page"]} == {"Earlier", "Later"}
    assert page.context["accept_form"] is None
    assert "number 2" in page.content.decode()


def test_only_the_exhibitor_withdraws_and_the_page_says_so(full, as_user, stranger):
    holder = full[0]
    address = reverse("booths:request", args=[holder.uuid])

    refused = as_user(stranger).post(address, {"action": "withdraw"}).status_code
    review.release(holder, by=make_user())
    as_user(holder.created_by).post(address, {"action": "withdraw"})

    holder.refresh_from_db()
    assert (refused, holder.status, holder.place) == (404, Status.WITHDRAWN, "")
    assert Offer.objects.open().count() == 1
