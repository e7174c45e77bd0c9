"""Two people of the Secretariat press at the same moment; needs a server that lets both run."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from forum.errors import RuleError
from tests.factories import make_room, make_secretariat, make_session, make_workshop
from workshops.actions import programme, review
from workshops.models import Slot, Workshop

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
START = datetime(2027, 11, 10, 6, 15, tzinfo=UTC)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run all deeds together; "done" or "refused" for each, sorted."""
    start, outcomes = Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
            outcomes.append("done")
        except RuleError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_proposal_gets_one_decision():
    by = make_secretariat()
    workshop = make_workshop()
    same = Workshop.objects.get(pk=workshop.pk)

    outcomes = at_once(
        lambda: review.accept(workshop, by=by),
        lambda: review.decline(same, note="No.", by=by),
    )

    assert outcomes == ["done", "refused"]


def test_one_room_takes_one_session_at_a_time():
    by, room = make_secretariat(), make_room()
    one, two = make_session(), make_session()
    times = {"room": room, "starts_at": START, "ends_at": START + timedelta(hours=1), "by": by}

    outcomes = at_once(lambda: programme.place(one, **times), lambda: programme.place(two, **times))

    assert outcomes == ["done", "refused"]
    assert Slot.objects.count() == 1
