"""Nothing acknowledged is lost: neither while a survey closes nor when the process is killed."""

import pytest

from tests.surveys import faults
from tests.surveys.served import served

WAVES = (1, 2, 3)


@pytest.fixture(scope="module", params=["1", "0"], ids=["fast lane", "django"])
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    with served(folder, IGF_FAST_LANE=request.param) as running:
        yield running


def test_what_is_acknowledged_while_two_moderators_close_is_tallied_and_closed_once(server):
    code = server.codes[0]
    phones = faults.room(server, code)

    rounds = [faults.close_while_voting(server, code, wave, phones) for wave in WAVES]

    assert [done.acknowledged for done in rounds] == [done.tallied for done in rounds]
    assert [done.closings for done in rounds] == [1, 1, 1]
    assert [done.other_codes for done in rounds] == [set(), set(), set()]


def test_a_killed_process_loses_no_acknowledged_answer_and_a_retry_stores_exactly_one(server):
    code = server.codes[1]
    phones = faults.room(server, code)

    killed = faults.kill_while_voting(server, code, 1, phones)

    assert killed.missing == 0
    assert killed.stored == killed.people
