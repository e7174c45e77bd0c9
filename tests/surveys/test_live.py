"""The JSON ballot, the state and the stream: the same through Django and through the fast lane."""

import json
import secrets

import pytest
import time_machine

from surveys import pace, receipts, tokens
from surveys.ballot_json import LARGEST
from surveys.models import Survey
from tests.surveys.served import LONG_WAY, Browser, events, served

AGREE = "4"


DOORS = {
    "fast lane": {"IGF_FAST_LANE": "1"},
    "fast lane without the short way": {"IGF_FAST_LANE": "1", "http": LONG_WAY},
    "django": {"IGF_FAST_LANE": "0"},
}


@pytest.fixture(scope="module", params=DOORS.values(), ids=list(DOORS))
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    embedding = {"SCREEN_FRAME_ANCESTORS": "self https://*.zoom.example"}
    with served(folder, **request.param, **embedding) as running:
        moderator = running.moderator()
        moderator.step(running.codes[0], "open", wave=1)
        yield running


@pytest.fixture
def code(server):
    return server.codes[0]


@pytest.fixture
def question(server, code):
    return server.state(code)["questions"][0]["id"]


@pytest.fixture
def phone(server, code):
    return joined(server, code)


def joined(server, code, door="room") -> Browser:
    made = Browser(server.port)
    made.post(f"/j/{code}/join/", {"door": door})
    return made


def paper(question, answer=AGREE, **changed) -> dict:
    return {"question": question, "answer": answer, "nonce": secrets.token_hex(16), **changed}


def stored(server) -> list[str]:
    return sorted(server.column("surveys_ballot", "receipt"))


def test_an_answer_is_acknowledged_with_the_documented_receipt_and_stored(
    server, code, question, phone
):
    sent = paper(question)

    reply = phone.ballot(code, sent)

    receipt = receipts.receipt(question, AGREE, sent["nonce"])
    assert (reply.code, reply.json()) == (200, {"receipt": receipt})
    assert receipt in stored(server)


def test_the_same_ballot_again_changes_nothing(server, code, question, phone):
    sent = paper(question)
    phone.ballot(code, sent)
    before = stored(server)

    again = phone.ballot(code, sent)

    assert (again.code, stored(server)) == (200, before)


def test_another_answer_replaces_the_first(server, code, question, phone):
    first = phone.ballot(code, paper(question, "1")).json()["receipt"]

    second = phone.ballot(code, paper(question, "2")).json()["receipt"]

    assert {first, second} & set(stored(server)) == {second}


def test_a_nonce_somebody_else_used_for_the_same_answer_is_refused(server, code, question, phone):
    sent = paper(question)
    phone.ballot(code, sent)

    reply = joined(server, code).ballot(code, sent)

    assert (reply.code, reply.json()["error"]) == (422, "invalid")


def bad_bodies(question: str) -> dict[str, tuple[str | dict, int]]:
    return {
        "no JSON": ("{", 400),
        "a list": ("[]", 400),
        "a field too many": ({**paper(question), "door": "room"}, 400),
        "a field too few": ({"question": question, "answer": AGREE}, 400),
        "not a number": ('{"question": "x", "answer": NaN, "nonce": "y"}', 400),
        "deep": ("[" * 2000, 400),
        "very deep": ("[" * 100_000, 413),
        "large": (json.dumps(paper(question, "x" * 2_600_000)), 413),
        "no question": (paper("nonsense"), 422),
        "a foreign question": (paper("5a4ab3a4-32c7-4b1b-9a3f-1d3d1f3b8f0e"), 422),
        "a number as question": (paper(5), 422),
        "a forged option": (paper(question, "99"), 422),
        "a list of options": (paper(question, [AGREE]), 422),
        "an object": (paper(question, {"id": AGREE}), 422),
        "nothing": (paper(question, None), 422),
        "a short nonce": (paper(question, nonce="0" * 31), 422),
        "a nonce in capitals": (paper(question, nonce="A" * 32), 422),
    }


@pytest.mark.parametrize("name", bad_bodies(""))
def test_what_is_not_a_ballot_is_refused_with_a_reason_and_not_stored(
    server, code, question, phone, name
):
    body, expected = bad_bodies(question)[name]
    before = stored(server)

    reply = phone.ballot(code, body)

    assert reply.code == expected
    assert set(reply.json()) == {"error", "detail"}
    assert reply.json()["detail"]
    assert stored(server) == before


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Content_Type": "text/plain"}, 400),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 400),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
    ],
)
def test_a_ballot_from_another_page_or_of_another_type_is_refused(
    server, code, question, phone, headers, expected
):
    before = stored(server)

    reply = phone.ballot(code, paper(question), **headers)

    assert (reply.code, stored(server)) == (expected, before)


def test_without_the_cookie_of_this_survey_nothing_is_stored(server, code, question, phone):
    (name, value) = next(item for item in phone.cookies.items() if item[0].startswith("igf_att"))
    survey = Survey(uuid=server.survey(code))
    with time_machine.travel("2026-01-01"):
        expired = tokens.signed(tokens.new_token(), survey.uuid)
    token, expiry, signature = value.split(".")
    forged = [
        "",
        token,
        expired,
        f"{token}.{expiry}.{'0' * 32}",
        f"{token}.ffffffff.{signature}",
        f"{'0' * 32}.{expiry}.{signature}",
    ]
    before = stored(server)

    replies = [
        Browser(server.port, {name: cookie}).ballot(code, paper(question)) for cookie in forged
    ]

    assert [(reply.code, reply.json()["error"]) for reply in replies] == [
        (403, "not_joined") for _cookie in forged
    ]
    assert stored(server) == before


def test_reasons_are_said_in_the_language_of_the_reader(server, code, question, phone):
    reply = phone.ballot(code, paper(question, "99"), Accept_Language="fr")
    english = phone.ballot(code, paper(question, "99"), Accept_Language="en")

    assert reply.json()["error"] == english.json()["error"] == "invalid"
    assert english.json()["detail"] == "Choose one of the options."


def test_one_person_who_answers_too_fast_is_asked_to_wait_and_nobody_else(
    server, code, question, phone
):
    replies = [phone.ballot(code, paper(question)) for _ in range(pace.BURST + 20)]
    other = joined(server, code).ballot(code, paper(question))

    refused = [reply for reply in replies if reply.code == 429]
    assert replies[0].code == other.code == 200
    assert {reply.json()["error"] for reply in refused} == {"too_fast"}
    assert {reply.headers["retry-after"] for reply in refused} == {"5"}


def test_a_survey_that_is_not_open_takes_no_ballot(server):
    code = server.codes[1]
    moderator, phone = server.moderator(), joined(server, server.codes[1])
    moderator.step(code, "open", wave=1)
    asked = server.opened(code, 1)["questions"][0]["id"]
    moderator.step(code, "close", wave=1)

    reply = phone.ballot(code, paper(asked))

    assert (reply.code, reply.json()["error"]) == (409, "closed")


def test_the_state_is_unchanged_for_whoever_knows_it(server, code):
    first = Browser(server.port).get(f"/j/{code}/state.json")
    tag = first.headers["etag"]

    second = Browser(server.port).get(f"/j/{code}/state.json", If_None_Match=tag)

    assert tag == f'"{first.json()["version"]}"'
    assert (second.code, second.text) == (304, "")


def test_the_stream_begins_with_the_whole_state(server, code):
    state = server.state(code)

    event = next(events(server.port, code))

    assert {**event, "version": ""} == {**state, "version": ""}


def test_an_unknown_code_and_a_wrong_method_are_refused(server, code):
    phone = Browser(server.port)

    found = [phone.get(f"/j/NOWHERE9/{name}").code for name in ("state.json", "stream")]
    method = phone.get(f"/j/{code}/ballot").code

    assert (found, method) == ([404, 404], 405)


def test_the_largest_possible_answer_fits_into_a_ballot():
    text = "\U0001f600" * 280

    assert len(json.dumps(paper("5a4ab3a4-32c7-4b1b-9a3f-1d3d1f3b8f0e", text))) <= LARGEST


def test_only_the_sites_the_environment_names_may_embed_the_screen_and_none_the_rest(server, code):
    screen, join = (Browser(server.port).get(f"/j/{code}{page}") for page in ("/screen", ""))

    policies = [reply.headers["content-security-policy"] for reply in (screen, join)]
    assert "frame-ancestors 'self' https://*.zoom.example" in policies[0]
    assert "frame-ancestors 'none'" in policies[1]
