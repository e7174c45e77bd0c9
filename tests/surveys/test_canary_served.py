"""The same as in `test_canary`, through real processes: the fast lane, the streams, the log."""

import json
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.factories import PASSWORD
from tests.surveys.addresses import VARIANTS, answered, changed, every_address
from tests.surveys.canary import CANARY, EARLIER, OPEN, PEOPLE, about, answer
from tests.surveys.served import Browser, Moderator, Server, events, served

MAKE = "import django; django.setup(); from tests.surveys import canary; canary.main()"


@pytest.fixture(params=["1", "0"], ids=["fast lane", "django"])
def server(request, tmp_path):
    with served(tmp_path, IGF_FAST_LANE=request.param) as running:
        yield running


@pytest.fixture
def hall(server) -> dict:
    command = [sys.executable, "-c", MAKE]
    made = subprocess.run(
        command, cwd=ROOT, env=server.environment, check=True, capture_output=True, text=True
    )
    return json.loads(made.stdout.splitlines()[-1])


def signed_in(server: Server, hall: dict) -> dict[str, Moderator]:
    """Everybody with a right, who has read the greeting that comes once."""
    made = {name: Moderator(server.port) for name in hall["staff"]}
    for name, browser in made.items():
        browser.sign_in(hall["staff"][name], PASSWORD)
        browser.get("/my/")
    return made


def seated(server: Server, code: str) -> list[Browser]:
    made = [Browser(server.port) for _ in range(PEOPLE)]
    for n, person in enumerate(made):
        person.post(f"/j/{code}/join/", about(n))
    return made


def vote(people: list[Browser], code: str, questions: list[dict], turn: int, word: str) -> set[int]:
    """Everybody answers every question, or anew; the statuses that came."""
    return {
        person.ballot(code, ballot(question, n, turn, word)).code
        for n, person in enumerate(people)
        for question in questions
    }


def ballot(question: dict, n: int, turn: int, word: str) -> dict:
    given = answer(question["kind"], n, turn, word)
    return {"question": question["id"], "answer": given, "nonce": secrets.token_hex(16)}


def read(browsers: Mapping[str, Browser], code: str) -> dict[str, str]:
    """What every address of the survey answers to each of them, and what a stream says first."""
    known = {"str:code": [code], "str:verb": ["show"]}
    own = [one for one in every_address() if one.name.startswith("surveys:")]
    plain = [path for one in own for path in one.filled(known)]
    public = [path + VARIANTS for path in plain if path.startswith("/j/")]
    paths = [path for path in plain + public if "/stream" not in path]
    found = {}
    for name, browser in browsers.items():
        browser.cookies.pop("django_language", None)
        for path in paths:
            reply = browser.get(path)
            found[f"{name} {path}"] = answered(reply.code, reply.headers, reply.text.encode())
            browser.cookies.pop("django_language", None)
    stream = events(next(iter(browsers.values())).port, code)
    return {**found, "stream": json.dumps(next(stream))}


def read_log(server: Server) -> str:
    return Path(server.data / "server.log").read_text()


def test_no_page_stream_or_log_of_a_server_changes_with_the_answers(server, hall):
    code, staff = hall["code"], signed_in(server, hall)
    people = seated(server, code)
    vote(people, code, server.opened(code, 1)["questions"], 0, EARLIER)
    for verb, wave in (("close", 1), ("show", 1), ("open", OPEN)):
        staff["moderator"].step(code, verb, wave=wave)
    staff["moderator"].get(f"/moderate/{code}/")
    questions = server.opened(code, OPEN)["questions"]
    curious = {"anonymous": Browser(server.port), "attendee": people[0], **staff}
    readings = []

    for turn in (0, 1):
        assert vote(people, code, questions, turn, CANARY) == {200}
        server.kill()
        server.start()
        readings.append(read(curious, code))

    first, second = readings
    assert changed(first, second) == {}
    assert json.loads(first["stream"])["answered"] == {"room": 16, "online": 8}
    assert CANARY not in "".join([*first.values(), *second.values(), read_log(server)])
