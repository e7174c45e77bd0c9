"""Two phones with the same one-time code; needs a server that lets both run."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from surveys import actions, errors, intake, tokens
from surveys.models import Attendee, EntryCode, Survey
from tests.factories import make_secretariat, make_session, make_survey

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PHONES = 6
ROUNDS = 10


def at_once(survey: Survey, code: str) -> list[str]:
    start, outcomes = Barrier(PHONES), []

    def join() -> None:
        start.wait()
        try:
            intake.join(survey, tokens.new_token(), "room", code=code)
            outcomes.append("joined")
        except errors.NoCode:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=join) for _phone in range(PHONES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_many_phones_with_one_code_exactly_one_joins():
    by, survey = make_secretariat(), make_survey(make_session())
    actions.choose_level(survey, Survey.Level.CODES, by=by)
    codes = actions.make_codes(survey, ROUNDS, by=by)

    outcomes = [at_once(survey, code) for code in codes]

    assert outcomes == [["joined", *["refused"] * (PHONES - 1)]] * ROUNDS
    assert (Attendee.objects.count(), EntryCode.objects.count()) == (ROUNDS, 0)
