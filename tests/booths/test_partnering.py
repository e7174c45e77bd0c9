"""Two booths share one place when both agree."""

import pytest
from django.urls import reverse

from booths.actions import partnering, request, review
from booths.models import Booth, Offer, Partnering
from forum.errors import RuleError
from forum.models import OutgoingMail
from tests.factories import make_booth, make_edition, make_place

Status = Booth.Status


def onsite(**fields) -> Booth:
    return make_booth(is_onsite=True, is_virtual=False, **fields)


@pytest.fixture
def pair(secretariat) -> tuple[Booth, Booth]:
    """A released booth on the only place, and one that waits."""
    stand = make_place("A1")
    host = onsite(title="Host")
    review.accept(host, stand=stand, by=secretariat)
    review.release(host, by=secretariat)
    waits = onsite(title="Waits")
    review.accept(waits, by=secretariat)
    return host, waits


def share(asker: Booth, asked: Booth) -> Partnering:
    found = partnering.ask(asker, asked, by=asker.created_by)
    partnering.agree(found, by=asked.created_by)
    asker.refresh_from_db()
    asked.refresh_from_db()
    return found


def test_a_waiting_request_comes_in_with_its_partner(pair):
    host, waits = pair

    share(waits, host)

    assert (waits.status, waits.place) == (Status.ACCEPTED, "A1")
    assert (host.sharing, waits.sharing) == (waits, host)
    assert OutgoingMail.objects.filter(kind="booth_partnering").get().to == host.created_by.email


def test_without_the_second_consent_nothing_changes(pair):
    host, waits = pair
    found = partnering.ask(waits, host, by=waits.created_by)

    partnering.decline(found, by=host.created_by)
    with pytest.raises(RuleError, match="answered already"):
        partnering.agree(found, by=host.created_by)

    waits.refresh_from_db()
    assert (waits.status, waits.host) == (Status.SUBMITTED, None)


def test_a_place_left_by_partners_is_offered(pair, secretariat):
    host, waits = pair
    make_place("A2")
    second = onsite(title="Second")
    Booth.objects.filter(pk=waits.pk).update(waiting_until=waits.submitted_at)
    review.accept(second, by=secretariat)
    Booth.objects.filter(pk=waits.pk).update(waiting_until=None)

    share(second, host)

    assert second.host == host
    assert Offer.objects.open().get().booth == waits


def test_the_guest_keeps_the_place_when_the_host_leaves(pair):
    host, waits = pair
    share(waits, host)

    request.withdraw(host, by=host.created_by)

    waits.refresh_from_db()
    assert (waits.place, waits.host) == ("A1", None)
    assert not Offer.objects.exists()


def test_a_guest_is_decided_after_its_host(secretariat):
    host, guest = onsite(title="Host first"), onsite()
    share(guest, host)

    with pytest.raises(RuleError, match="Host first"):
        review.accept(guest, by=secretariat)
    review.accept(host, by=secretariat)
    review.accept(guest, by=secretariat)

    guest.refresh_from_db()
    assert guest.status == Status.ACCEPTED


@pytest.mark.parametrize("case", ["itself", "virtual", "declined", "sharing", "elsewhere"])
def test_who_cannot_share_is_told_why(pair, case):
    host, waits = pair
    other = onsite()
    partners = {
        "itself": lambda: waits,
        "virtual": make_booth,
        "declined": lambda: onsite(status=Status.DECLINED),
        "sharing": lambda: share(other, host).asked,
        "elsewhere": lambda: onsite(edition=make_edition(2026, is_current=False)),
    }

    with pytest.raises(RuleError):
        partnering.ask(waits, partners[case](), by=waits.created_by)


def test_one_question_at_a_time(pair):
    host, waits = pair
    partnering.ask(waits, host, by=waits.created_by)

    with pytest.raises(RuleError, match="Wait for its answer"):
        partnering.ask(waits, onsite(), by=waits.created_by)


def test_the_whole_way_over_the_pages(pair, as_user):
    host, waits = pair
    ask = reverse("booths:ask_partner", args=[waits.uuid])
    answer = reverse("booths:answer_partner", args=[host.uuid])

    wrong = as_user(waits.created_by).post(ask, {"partner": "4711"})
    as_user(waits.created_by).post(ask, {"partner": f"#{host.number}"})
    own = as_user(host.created_by).get(reverse("booths:request", args=[host.uuid]))
    found = Partnering.objects.get()
    as_user(host.created_by).post(answer, {"partnering": found.pk, "action": "agree"})
    after = as_user(waits.created_by).get(reverse("booths:request", args=[waits.uuid]))

    assert wrong.context["partner_form"]["partner"].value() == "4711"
    assert "asks to share one place with you" in own.content.decode()
    assert "You share a place with" in after.content.decode()


def test_the_code_of_a_request_is_enough_before_anything_is_public(as_user):
    one, two = onsite(), onsite()
    ask = reverse("booths:ask_partner", args=[one.uuid])

    as_user(one.created_by).post(ask, {"partner": str(two.uuid)})

    assert Partnering.objects.get().asked == two


@pytest.mark.parametrize("name", ["ask_partner", "answer_partner"])
def test_only_exhibitors_decide_about_sharing(pair, as_user, stranger, secretariat, name):
    waits = pair[1]
    address = reverse(f"booths:{name}", args=[waits.uuid])

    statuses = [as_user(user).post(address).status_code for user in (stranger, secretariat)]

    assert statuses == [404, 403]


def test_both_public_pages_name_the_partner(pair, as_user, secretariat):
    host, waits = pair
    share(waits, host)
    review.release(waits, by=secretariat)

    texts = [
        as_user().get(f"/2027/village/{n}/").content.decode() for n in (host.number, waits.number)
    ]

    assert waits.full_name in texts[0]
    assert host.full_name in texts[1]
