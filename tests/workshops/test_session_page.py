from datetime import UTC, datetime

import pytest
import time_machine

from forum.models import Goal
from forum.vocabulary import RegionalGroup, StakeholderGroup
from surveys import actions
from tests.factories import (
    make_contributor,
    make_organization,
    make_person,
    make_room,
    make_session,
    make_slot,
    make_survey,
    make_theme,
    make_user,
    make_workshop,
)
from workshops.models import Contributor, Workshop
from workshops.running_order import running_order

START = datetime(2027, 11, 10, 6, 15, tzinfo=UTC)
Role = Contributor.Role


def page_of(client, workshop: Workshop) -> str:
    return client.get(workshop.get_absolute_url()).content.decode()


def test_the_page_says_everything_of_the_session(as_user, edition):
    theme = make_theme(title="Cybersecurity")
    workshop = make_session(
        number=33,
        theme=theme,
        questions=("Which rules?", "Who acts?", "What next?"),
        gains="You will gain insight.",
        expected_outcomes="A paper.",
        hybrid_plan="Surveys for room and online.",
        links=[{"title": "Background", "url": "https://example.org/paper"}],
    )
    workshop.goals.add(Goal.objects.get(number=9))
    workshop.topics.add(theme.topics.get())
    make_contributor(
        workshop,
        Role.SPEAKER,
        person=make_person("Noor Speaker", group=StakeholderGroup.GOVERNMENT),
        region=RegionalGroup.GRULAC,
        affiliation=make_organization("Ministry of Tests"),
        door="online",
    )
    make_slot(workshop, START, make_room(name="Hall 1"))

    text = page_of(as_user(), workshop)

    for words in (
        "<title>IGF 2027 WS #33 A session for tests",
        "What the session is about.",
        "Which rules?",
        "Who acts?",
        "What next?",
        "You will gain insight.",
        "A paper.",
        "Surveys for room and online.",
        "https://example.org/paper",
        "Industry, Innovation and Infrastructure",
        "Cybersecurity",
        "Topic 1",
        "Noor Speaker",
        "Ministry of Tests",
        "Government",
        "Latin American and Caribbean Group (GRULAC)",
        "Online",
        "Hall 1",
        "Panel, 90 minutes",
        "06:15 to 07:45 UTC",
    ):
        assert words in text, words


def test_the_running_order_starts_each_item_when_the_last_one_ends(edition):
    workshop = make_session()
    slot = make_slot(workshop, START)

    steps = running_order(workshop.agenda.all(), slot.starts_at, START)

    starts = [step.starts_at.astimezone(edition.zone).strftime("%H:%M") for step in steps]
    assert starts == ["15:15", "15:20", "15:25", "15:55", "16:00", "16:35", "16:40"]
    assert [step.wave for step in steps] == [None, 1, None, 2, None, 3, None]
    assert [step.state for step in steps][:2] == ["now", ""]
    assert sum(float(step.width.rstrip("%")) for step in steps) == pytest.approx(100, abs=0.1)


def test_the_page_shows_the_running_order_on_the_clock_of_the_venue(as_user, edition):
    workshop = make_session()
    make_slot(workshop, START)

    text = page_of(as_user(), workshop)

    assert '<time datetime="2027-11-10T06:55Z">15:55</time>' in text
    assert '<time datetime="2027-11-10T06:20Z">15:20</time>' in text
    assert "Survey 2 starts at minute 40." in text


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2027-11-10T06:00Z", "Scheduled"),
        ("2027-11-10T06:30Z", "Live now"),
        ("2027-11-10T07:45Z", "Held"),
    ],
)
def test_the_state_follows_the_clock(as_user, edition, now, words):
    workshop = make_session()
    make_slot(workshop, START)

    with time_machine.travel(now, tick=False):
        text = page_of(as_user(), workshop)

    assert words in text


def test_seats_count_each_person_once_and_name_who_is_missing(as_user, edition):
    workshop = make_session()
    twice = make_person("Two Roles", group=StakeholderGroup.PRIVATE_SECTOR)
    make_contributor(workshop, Role.SPEAKER, person=twice)
    make_contributor(workshop, Role.ONLINE_MODERATOR, person=twice)
    make_contributor(workshop, Role.RAPPORTEUR)

    page = as_user().get(workshop.get_absolute_url())

    by_group = {row.label: row.people for row in page.context["by_group"]}
    assert page.context["seats"] == 2
    assert by_group["Private Sector"] == 1
    assert by_group["Government"] == 0
    assert "Government" in page.context["missing"]


def test_nobody_unlisted_or_unwilling_is_shown(as_user, edition):
    workshop = make_session()
    make_contributor(workshop, Role.RAPPORTEUR, person=make_person("Unlisted One"), listed=False)
    make_contributor(
        workshop,
        Role.SPEAKER,
        person=make_person("Unwilling One"),
        answer=Contributor.Answer.DECLINED,
    )

    text = page_of(as_user(), workshop)

    assert "Unlisted One" not in text
    assert "Unwilling One" not in text


def test_only_the_secretariat_sees_the_page_before_the_release(
    as_user, organizer, stranger, secretariat
):
    make_workshop(status=Workshop.Status.ACCEPTED, number=33, organizer=organizer)
    visitors = (None, stranger, organizer, secretariat)

    answers = [as_user(user).get("/2027/sessions/ws-33/").status_code for user in visitors]

    assert answers == [404, 404, 404, 200]


@pytest.mark.parametrize("code", ["ws-34", "of-33", "ws", "33", "ws-", "ws-" + "9" * 30, "-33"])
def test_an_unknown_session_is_not_there(as_user, edition, code):
    make_session(number=33)

    assert as_user().get(f"/2027/sessions/{code}/").status_code == 404


def test_typed_markup_stays_text(as_user, edition):
    workshop = make_session(title="<b>Bold</b>", description="<script>alert(1)</script>")

    text = page_of(as_user(), workshop)

    assert "<script>alert" not in text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in text


def test_the_page_asks_the_same_for_one_and_three_speakers(
    as_user, edition, django_assert_max_num_queries
):
    workshop = make_session()
    make_slot(workshop, START)
    make_contributor(workshop, Role.SPEAKER)
    with django_assert_max_num_queries(40) as one:
        page_of(as_user(), workshop)
    make_contributor(workshop, Role.SPEAKER)
    make_contributor(workshop, Role.SPEAKER)

    with django_assert_max_num_queries(40) as three:
        page_of(as_user(), workshop)

    assert len(three) == len(one)


def test_a_prepared_survey_leads_to_its_join_page(as_user, edition):
    workshop = make_session(join_code="TRYTHIS")
    make_survey(workshop)

    assert "/j/TRYTHIS" in page_of(as_user(), workshop)


def test_an_open_survey_makes_a_session_live_whatever_the_clock_says(as_user, edition):
    workshop = make_session()
    make_slot(workshop, START)
    actions.open_wave(make_survey(workshop).waves.get(position=1), by=make_user())

    with time_machine.travel("2027-03-01T06:00Z", tick=False):
        text = page_of(as_user(), workshop)

    assert "Live now" in text
    assert "Scheduled" not in text
