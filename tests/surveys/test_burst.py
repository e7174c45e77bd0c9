"""A full room on a real server: everybody answers in the same second, or while a wave closes."""

import hmac
from functools import partial

import pytest

from tests.surveys.served import Browser, question_fields, served, together

PEOPLE = 300
RACING = 40
WAVES = (1, 2, 3)
REPEATED = 2
IMPATIENT = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("burst")) as running:
        yield running


def phones(server, code: str, number: int) -> list[Browser]:
    """So many people who joined, all at once, every third one online."""
    made = [Browser(server.port) for _ in range(number)]
    doors = ["online" if n % 3 == 0 else "room" for n in range(number)]
    replies = together(
        partial(phone.post, f"/j/{code}/join/", {"door": door})
        for phone, door in zip(made, doors, strict=True)
    )
    assert {reply.code for reply in replies} == {302}
    return made


def vote_all(phones: list[Browser], code: str, wave: int) -> list:
    names = question_fields(phones[0].get(f"/j/{code}?again=1").text)
    fields = [
        {names[0]: str(1 + (n + wave) % 5), names[1]: str(1 + n % 3)} for n in range(len(phones))
    ]
    return together(
        partial(phone.post, f"/j/{code}/vote/", answer)
        for phone, answer in zip(phones, fields, strict=True)
    )


def recorded(replies: list) -> int:
    return sum(reply.code == 200 and "2 of 2 answers recorded" in reply.text for reply in replies)


def test_a_full_room_answers_at_once_and_after_the_seal_no_link_is_left(server):
    code, moderator = server.codes[0], server.moderator()
    room = phones(server, code, PEOPLE)
    for wave in WAVES:
        moderator.step(code, "open", wave=wave)
        assert recorded(vote_all(room, code, wave)) == PEOPLE
        server.state_when(code, lambda state: sum(state["answered"].values()) == PEOPLE)
        if wave == REPEATED:
            before = server.column("surveys_ballot", "receipt")
            assert recorded(vote_all(room[:IMPATIENT], code, wave)) == IMPATIENT
            assert sorted(server.column("surveys_ballot", "receipt")) == sorted(before)
        moderator.step(code, "close", wave=wave)
    secrets = set(server.column("surveys_survey", "secret"))
    known = set(server.column("surveys_attendee", "voter_key"))

    moderator.step(code, "end")
    moderator.step(code, "seal", seal="SEAL")

    (secret,) = secrets - set(server.column("surveys_survey", "secret"))
    tokens = [
        value.partition(".")[0]
        for phone in room
        for name, value in phone.cookies.items()
        if "igf_att" in name
    ]
    keys = [hmac.digest(secret.encode(), token.encode(), "sha256").hex() for token in tokens]
    gone = [secret, *keys, *tokens]
    dump, raw = server.dump(), server.raw_files()
    assert len(gone) == 1 + 2 * PEOPLE
    assert known >= set(keys)
    assert len(server.column("surveys_record", "sha256")) == 1
    assert [word for word in gone if word in dump] == []
    assert [word for word in gone if word.encode() in raw] == []


def test_what_is_acknowledged_while_a_wave_closes_is_counted_and_nothing_else(server):
    code, moderator = server.codes[1], server.moderator()
    room = phones(server, code, RACING)
    for wave in WAVES:
        moderator.step(code, "open", wave=wave)
        names = question_fields(room[0].get(f"/j/{code}").text)
        votes = [partial(p.post, f"/j/{code}/vote/", dict.fromkeys(names, "2")) for p in room]
        closing = partial(moderator.step, code, "close", wave=wave)
        half = RACING // 2

        replies = together([*votes[:half], closing, *votes[half:]])

        answers = [reply for place, reply in enumerate(replies) if place != half]
        closed = server.state_when(code, lambda state: state["phase"] == "closed")
        assert {reply.code for reply in answers} <= {200, 409}
        assert sum(closed["answered"].values()) == recorded(answers)
