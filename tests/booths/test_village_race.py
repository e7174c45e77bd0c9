"""More requests than places, decided, shared, withdrawn and offered at the same time.

On PostgreSQL with real threads; on SQLite, where one writes at a time, in random order.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Lock, Thread

import pytest
from django.db import connection
from django.utils import timezone

from booths import capacity, periodic
from booths.actions import partnering, plan, request, review, waiting
from booths.models import Booth, Offer, Place
from forum.errors import RuleError
from forum.models import AuditEntry, Edition, OutgoingMail, User
from tests.factories import current_edition, make_booth, make_place, make_secretariat

pytestmark = pytest.mark.django_db(transaction=True)
Deed = Callable[[], object]


def sizes() -> tuple[int, int, int, int, int]:
    """Requests, places, partnerings, withdrawals, threads."""
    return (72, 56, 8, 5, 6) if connection.vendor == "postgresql" else (18, 12, 2, 2, 1)


def refusable(deed: Deed) -> Deed:
    def done() -> None:
        try:
            deed()
        except RuleError:
            return

    return done


def run_all(deeds: list[Deed], threads: int) -> None:
    """Every deed once, by so many threads; an error other than a refusal fails the test."""
    waiting_deeds, lock, errors = list(deeds), Lock(), []

    def work() -> None:
        try:
            while True:
                with lock:
                    if not waiting_deeds:
                        return
                    deed = waiting_deeds.pop()
                refusable(deed)()
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            if threads > 1:
                connection.close()

    if threads == 1:
        work()
    else:
        running = [Thread(target=work) for _ in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    assert errors == []


def fresh(booth: Booth) -> Booth:
    return Booth.objects.select_related("edition", "created_by").get(pk=booth.pk)


def share(asker: Booth, asked: Booth) -> None:
    found = partnering.ask(fresh(asker), fresh(asked), by=asker.created_by)
    partnering.agree(found, by=asked.created_by)


def answer_one(chance: random.Random) -> None:
    offer = Offer.objects.open().select_related("booth__edition", "booth__created_by").first()
    if offer is None:
        return
    if chance.random() < 0.2:
        past = timezone.now() - timedelta(seconds=1)
        Offer.objects.filter(pk=offer.pk, answer="").update(
            expires_at=past, offered_at=past - timedelta(hours=1)
        )
        periodic.run()
        return
    answer = waiting.accept_offer if chance.random() < 0.7 else waiting.decline_offer
    answer(offer, by=offer.booth.created_by)


def made_booths(edition: Edition, requests: int, places: int) -> list[Booth]:
    for _ in range(places):
        make_place(edition=edition)
    start = timezone.now() - timedelta(days=30)
    return [
        make_booth(is_onsite=True, is_virtual=False, submitted_at=start + timedelta(minutes=n))
        for n in range(requests)
    ]


def deeds_for(booths: list[Booth], by: User, chance: random.Random) -> list[Deed]:
    _requests, places, partnerings, withdrawals, _threads = sizes()

    def accept(booth: Booth) -> Deed:
        return lambda: review.accept(fresh(booth), by=by)

    pairs = chance.sample(booths, 2 * partnerings)
    shares = [
        lambda one=one, two=two: share(one, two)
        for one, two in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    leaving = [
        lambda booth=booth: request.withdraw(fresh(booth), by=booth.created_by)
        for booth in chance.sample(booths, withdrawals)
    ]
    answers: list[Deed] = [lambda: answer_one(chance)] * (places // 4)
    deeds = [*map(accept, booths), *shares, *leaving, *answers]
    chance.shuffle(deeds)
    return deeds


def skipped(booths: list[Booth]) -> list[str]:
    """Offers made while somebody who asked earlier was on the list without one."""
    first_offers: dict[int, Offer] = {}
    for offer in Offer.objects.order_by("offered_at", "pk"):
        first_offers.setdefault(offer.booth_id, offer)
    wrong = []
    for offer in first_offers.values():
        for other in booths:
            own = first_offers.get(other.pk)
            on_list = other.waiting_since and other.waiting_since <= offer.offered_at
            left = other.waiting_until and other.waiting_until <= offer.offered_at
            gone = other.status == Booth.Status.WITHDRAWN or other.host_id
            had = own and own.offered_at <= offer.offered_at
            earlier = str(other.submitted_at) < str(offer.booth.submitted_at)
            if earlier and on_list and not (left or gone or had):
                wrong.append(f"{offer.booth_id} before {other.pk}")
    return wrong


def answers_stored() -> Counter:
    return Counter(Offer.objects.values_list("answer", flat=True))


def answers_told() -> Counter:
    """How often an offer was answered, by what was told: a second answer would be told too."""
    told = Counter(AuditEntry.objects.values_list("verb", flat=True))
    void = Offer.objects.filter(answer=Offer.Answer.VOID).count()
    offered = told["offered a place"]
    assert OutgoingMail.objects.filter(kind="booth_offer").count() == offered
    ended = {
        Offer.Answer.DECLINED: told["declined the offer"],
        Offer.Answer.EXPIRED: told["let the offer expire"],
        Offer.Answer.VOID: void,
    }
    return Counter({**ended, Offer.Answer.ACCEPTED: offered - sum(ended.values())})


@pytest.mark.parametrize("seed", [1])
def test_no_place_is_given_twice_and_nobody_is_skipped(seed):
    chance = random.Random(seed)
    requests, places, *_rest, threads = sizes()
    by, edition = make_secretariat(), current_edition()
    booths = made_booths(edition, requests, places)

    run_all(deeds_for(booths, by, chance), threads)
    for _ in range(requests):
        run_all([lambda: answer_one(chance)], 1)

    rows = list(Booth.objects.filter(edition=edition))
    stands = Counter(row.stand_id for row in rows if row.stand_id)
    numbers = Counter(row.number for row in rows if row.number)
    assert max([*stands.values(), *numbers.values()]) == 1
    assert Booth.objects.hosting().count() <= places
    assert skipped(rows) == []
    assert not Offer.objects.open().exists()
    assert not Offer.objects.exclude(answer="").filter(answered_at=None).exists()
    assert answers_told() == answers_stored()
    assert capacity.free(edition) == 0 or not capacity.unoffered(edition).exists()


def test_releasing_everything_twice_at_once_sends_one_mail_each():
    by, (requests, places, *_rest, threads) = make_secretariat(), sizes()
    booths = made_booths(current_edition(), requests, places)
    for booth in booths:
        review.accept(booth, by=by)
    decided = [fresh(booth) for booth in Booth.objects.filter(status=Booth.Status.ACCEPTED)]
    twice = [*decided, *decided]
    random.Random(2).shuffle(twice)

    run_all([lambda booth=booth: review.release(fresh(booth), by=by) for booth in twice], threads)

    mails = Counter(OutgoingMail.objects.filter(kind="booth_decision").values_list("to", flat=True))
    assert mails == Counter(booth.created_by.email for booth in decided)
    assert len(mails) == places


def test_booths_dragged_at_once_never_share_a_place():
    by, (requests, places, *_rest, threads) = make_secretariat(), sizes()
    edition = current_edition()
    booths = made_booths(edition, places, places)
    stands = list(Place.objects.filter(edition=edition))
    for booth, stand in zip(booths, stands, strict=True):
        review.accept(booth, stand=stand, by=by)
    chance = random.Random(3)

    def drag() -> None:
        booth, place = fresh(chance.choice(booths)), chance.choice([*stands, None])
        there = Booth.objects.filter(stand=place).first() if place else None
        plan.move(edition, booth, place, was=booth.stand, seen=there, by=by)

    run_all([drag] * requests, threads)

    kept = [row.stand_id for row in Booth.objects.exclude(stand=None)]
    assert len(kept) == len(set(kept))
    assert Booth.objects.filter(status=Booth.Status.ACCEPTED).count() == places
