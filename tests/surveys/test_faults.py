"""Nothing acknowledged is lost: neither while a survey closes nor when a process is killed."""

from uuid import uuid4

import pytest

from tests.services import cluster, find_programs
from tests.surveys import faults
from tests.surveys.served import Browser, served

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

    killed = faults.kill_while_voting(server, code, 1, phones, server)

    assert killed.missing == 0
    assert killed.stored == killed.people


@pytest.fixture(scope="module")
def database():
    with cluster(find_programs(["PostgreSQL"])["PostgreSQL"].path) as started:
        yield started


@pytest.fixture(scope="module")
def beside(database, tmp_path_factory):
    """A portal on a database that can be killed."""
    folder = tmp_path_factory.mktemp("database")
    with served(folder, database=database.url, PREPARED_SESSIONS="3") as running:
        yield running


@pytest.fixture(params=["1", "0"], ids=["fast lane", "django"])
def portal(request, beside):
    """The same through the door of code that is asked for."""
    beside.kill()
    beside.environment["IGF_FAST_LANE"] = request.param
    beside.start()
    return beside


@pytest.mark.postgresql
def test_a_killed_database_loses_no_acknowledged_answer_and_the_portal_finds_it_again(
    portal, database
):
    code = portal.codes[int(portal.environment["IGF_FAST_LANE"])]
    phones = faults.room(portal, code)

    killed = faults.kill_while_voting(portal, code, 1, phones, database)

    assert killed.missing == 0
    assert (killed.codes - {200, 503}, killed.codes_of_retries) == (set(), {200})
    assert killed.stored == killed.people
    portal.state_when(code, lambda state: sum(state["answered"].values()) == killed.people)


@pytest.mark.postgresql
def test_without_its_database_the_portal_asks_to_come_back_and_then_works_again(portal, database):
    code = portal.codes[2]
    phone = Browser(portal.port)
    places = [f"/j/{code}", f"/j/{code}/state.json", f"/j/{code}/stream", "/"]

    database.kill()
    away = [phone.get(place) for place in places]
    away.append(phone.ballot(code, faults.paper(str(uuid4()))))
    alive = phone.get("/healthz").code
    database.start()
    back = [phone.get(place).code for place in places[:2]]

    assert [reply.code for reply in away] == [503] * 5
    assert {reply.headers["retry-after"] for reply in away} == {"1"}
    assert away[-1].json()["error"] == "busy"
    assert (alive, back) == (200, [200, 200])
