"""The voter key of a cookie, remembered for as long as the survey has its secret."""

import uuid
from types import SimpleNamespace

import pytest
import time_machine

from surveys import tokens
from surveys.tokens import Voters

SURVEY, SECRET = uuid.UUID(int=33), "5ec2e7"


@pytest.fixture
def voters() -> Voters:
    return Voters(SURVEY, SECRET)


def test_a_cookie_stands_for_the_key_of_its_token_every_time(voters):
    token = tokens.new_token()
    cookie = tokens.signed(token, SURVEY)
    expected = tokens.voter_key(SimpleNamespace(secret=SECRET), token)

    assert [voters.key(cookie), voters.key(cookie)] == [expected, expected]


def test_a_remembered_cookie_ends_with_its_twelve_hours(voters):
    with time_machine.travel("2027-11-08 10:00Z", tick=False) as clock:
        cookie = tokens.signed(tokens.new_token(), SURVEY)
        assert voters.key(cookie)
        clock.shift(12 * 3600 - 1)
        assert voters.key(cookie)
        clock.shift(1)
        assert voters.key(cookie) == ""


@pytest.mark.parametrize("change", ["", "0" * 32, "x", "0.0.0"])
def test_what_is_no_cookie_of_this_survey_has_no_key(voters, change):
    cookie = tokens.signed(tokens.new_token(), SURVEY)
    voters.key(cookie)

    assert voters.key(change) == ""
    assert voters.key(cookie[:-1] + ("0" if cookie[-1] != "0" else "1")) == ""
    assert voters.key(tokens.signed(tokens.new_token(), uuid.UUID(int=34))) == ""


def test_what_is_remembered_is_bounded(voters, monkeypatch):
    monkeypatch.setattr(tokens, "REMEMBERED", 3)
    cookies = [tokens.signed(tokens.new_token(), SURVEY) for _number in range(10)]

    keys = [voters.key(cookie) for cookie in cookies]

    assert len(voters._known) <= 3
    assert [voters.key(cookie) for cookie in cookies] == keys


def test_the_same_survey_and_secret_are_the_same_people(voters):
    assert voters == Voters(SURVEY, SECRET)
    assert voters != Voters(SURVEY, "other")
    assert voters != Voters(uuid.UUID(int=34), SECRET)
