"""The page a whole room opens at once: one rendering, an own ticket for everybody, never a stale step."""

import re

import pytest
from django.test import Client

from surveys import actions
from surveys.models import Attendee
from tests import factories

TICKET = re.compile(r'name="ticket" value="([0-9a-f]{32})"')


@pytest.fixture
def survey(db):
    return factories.make_survey(factories.make_session())


@pytest.fixture
def moderator(db):
    return factories.make_user("moderator@igf.example")


def page(survey, client=None, query: str = "at=room", **headers) -> str:
    url = f"/j/{survey.workshop.join_code}?{query}"
    return (client or Client()).get(url, **headers).content.decode()


def wave(survey, number: int):
    return survey.waves.get(position=number)


def test_the_second_newcomer_costs_one_query_and_gets_a_ticket_of_the_own(
    survey, moderator, django_assert_num_queries
):
    actions.open_wave(wave(survey, 1), by=moderator)
    first = page(survey)

    with django_assert_num_queries(1):
        second = page(survey)

    tickets = [TICKET.search(text)[1] for text in (first, second)]
    assert tickets[0] != tickets[1]
    assert first.replace(tickets[0], "") == second.replace(tickets[1], "")


def test_a_step_of_the_moderator_is_seen_at_once(survey, moderator):
    pages = [page(survey)]
    actions.open_wave(wave(survey, 1), by=moderator)
    pages.append(page(survey))
    actions.extend(wave(survey, 1), 2, by=moderator)
    pages.append(page(survey))
    actions.close_wave(wave(survey, 1), by=moderator)
    pages.append(page(survey))

    assert ["Survey 1 of 3 is open" in text for text in pages] == [False, True, True, False]
    assert TICKET.sub("", pages[1]) != TICKET.sub("", pages[2])


def test_another_door_and_another_language_have_pages_of_their_own(survey):
    room, online = page(survey), page(survey, query="at=online")
    arabic = page(survey, HTTP_ACCEPT_LANGUAGE="ar")

    assert re.search(r'value="room"[^>]* checked', room)
    assert re.search(r'value="online"[^>]* checked', online)
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<html lang="en" dir="ltr">' in page(survey)


def test_who_joined_never_gets_the_page_of_a_newcomer(survey, moderator):
    actions.open_wave(wave(survey, 1), by=moderator)
    page(survey)
    client = Client()
    client.post(f"/j/{survey.workshop.join_code}/join/", {"door": "room"})

    assert TICKET.search(page(survey, client)) is None
    assert Attendee.objects.filter(survey=survey).count() == 1


def test_two_newcomers_with_the_same_page_are_two_people(survey):
    for text in (page(survey), page(survey)):
        ticket = TICKET.search(text)[1]
        for _twice in range(2):
            given = {"door": "room", "ticket": ticket}
            Client().post(f"/j/{survey.workshop.join_code}/join/", given)

    assert Attendee.objects.filter(survey=survey).count() == 2
