"""Two people of the Secretariat release the same decisions at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from booths.actions import review as village
from booths.models import Booth
from forum.audit import first_broken_entry
from forum.errors import RuleError
from forum.models import OutgoingMail
from tests.factories import make_booth, make_secretariat, make_workshop
from workshops.actions import review
from workshops.models import Workshop

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SESSIONS, BOOTHS, PEOPLE = 12, 6, 4


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run all deeds together; what each returned, or the refusal it got."""
    start, outcomes = Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(deed())
        except RuleError as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def fingerprints(letters) -> dict:
    return {letter.request.uuid: letter.fingerprint for letter in letters}


def test_a_batch_released_by_four_at_once_sends_every_mail_once():
    by = make_secretariat()
    now = timezone.now()
    for _session in range(SESSIONS):
        make_workshop(status=Workshop.Status.ACCEPTED, decided_at=now)
    for _booth in range(BOOTHS):
        make_booth(status=Booth.Status.ACCEPTED, decided_at=now)
    sessions = fingerprints(review.letters(list(Workshop.objects.all())))
    booths = fingerprints(village.letters(list(Booth.objects.all())))

    def release() -> int:
        first = review.release_previewed(sessions, by=by)
        second = village.release_previewed(booths, by=by)
        return len(first.requests) + len(second.requests)

    released = at_once(*[release] * PEOPLE)

    assert sum(released) == SESSIONS + BOOTHS
    assert OutgoingMail.objects.count() == SESSIONS + BOOTHS
    assert OutgoingMail.objects.values("about").distinct().count() == SESSIONS + BOOTHS
    assert first_broken_entry() is None


def test_a_decision_is_released_or_taken_back_never_both():
    by = make_secretariat()
    for _round in range(5):
        workshop = make_workshop()
        review.decline(workshop, note="No.", by=by)
        same = Workshop.objects.get(pk=workshop.pk)
        known = fingerprints(review.letters([Workshop.objects.get(pk=workshop.pk)]))

        at_once(
            lambda row=same: review.take_back(row, by=by),
            lambda letters=known: review.release_previewed(letters, by=by),
        )

        workshop.refresh_from_db()
        mails = OutgoingMail.objects.filter(about=f"workshops.workshop:{workshop.pk}").count()
        taken_back = workshop.status == Workshop.Status.SUBMITTED
        assert (workshop.released_at is None, mails) == (taken_back, 0 if taken_back else 1)
