"""What the loader may rely on: limits kept, sums right, references resolved."""

import json
from collections import Counter
from itertools import combinations

import pytest

from igfportal.sample import (
    article,
    booth35,
    booths,
    discussion,
    editions,
    held,
    live_session,
    people,
    programme,
    proposals,
    session_types,
    survey,
    ws33,
)
from tests import sample_facts

EDITIONS = {edition["year"]: edition for edition in editions.EDITIONS}
SESSIONS = [
    ws33.WS33,
    live_session.WS900,
    *programme.SESSIONS,
    held.HELD_WITHOUT_SURVEY,
    *proposals.PROPOSALS,
]
BOOTHS = [booth35.BOOTH35, *booths.BOOTHS, *booths.BOOTH_REQUESTS]
LONG_TEXTS = ("description", "gains", "expected_outcomes", "hybrid_plan")
BOOTH_TEXTS = ("background", "content", "contribution")


def text_of(thing):
    return json.dumps(thing, ensure_ascii=False, default=str)


def everybody_in(session):
    return {row.get("person") or row["login"] for row in session["contributors"]}


def themes_of(year):
    return {theme["title"]: theme["topics"] for theme in EDITIONS[year]["themes"]}


def answers_to(wave, key):
    crowd = survey.simulated_people(survey.SEED)
    return [person["answers"][wave, key] for person in crowd if (wave, key) in person["answers"]]


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session["title"])
def test_session_keeps_the_limits_of_its_edition(session):
    limits = EDITIONS[session["edition"]]["limits"]

    assert len(session["title"]) <= limits["session_title_chars"]
    assert all(len(session[name].split()) <= limits["long_text_words"] for name in LONG_TEXTS)
    assert len(session["policy_questions"]) <= limits["policy_questions"]
    assert session["theme"] in themes_of(session["edition"])
    assert set(session["topics"]) <= set(themes_of(session["edition"])[session["theme"]])


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session["title"])
def test_session_fits_its_type_slot_and_room(session):
    types = {kind["code"]: kind for kind in session_types.session_types(session["edition"])}
    minutes = sum(item["minutes"] for item in session["agenda"])
    rooms = {room["name"] for room in editions.ROOMS[session["edition"]]}

    assert session["minutes"] in types[session["type"]]["minutes"]
    assert session["layout"] in types[session["type"]]["layouts"]
    assert minutes == session["minutes"] or not session["agenda"]
    assert not session["start"] or session["room"] in rooms


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session["title"])
def test_contributors_are_known_people_and_organizations(session):
    logins = {row["login"] for row in session["contributors"] if "login" in row}
    keys = {row["person"] for row in session["contributors"] if "person" in row}

    assert logins <= set(people.LOGINS)
    assert keys <= set(people.PEOPLE)
    assert session["organization"] in {one["name"] for one in people.ORGANIZATIONS}


def test_invented_sessions_and_booths_are_numbered_from_900_and_marked():
    numbers = [thing["number"] for thing in [*SESSIONS, *BOOTHS] if thing["is_sample"]]
    real = [thing["number"] for thing in [*SESSIONS, *BOOTHS] if not thing["is_sample"]]

    assert all(number is None or number >= 900 for number in numbers)
    assert real == [33, 35]


def test_nobody_is_in_two_places_at_once():
    clashes = [
        (one["title"], other["title"], busy)
        for one, other in combinations([s for s in SESSIONS if s["start"]], 2)
        if one["start"] < other["end"] and other["start"] < one["end"]
        for busy in everybody_in(one) & everybody_in(other)
    ]

    assert clashes == []


@pytest.mark.parametrize("booth", BOOTHS, ids=lambda booth: booth["topic"])
def test_booth_keeps_the_limits_of_its_edition(booth):
    limits = EDITIONS[booth["edition"]]["limits"]

    assert len(booth["topic"]) <= limits["booth_topic_chars"]
    assert all(len(booth[name].split()) <= limits["long_text_words"] for name in BOOTH_TEXTS)
    assert set(booth["themes"]) <= set(themes_of(booth["edition"]))
    assert set(booth["goals"]) <= set(range(1, 18))
    assert booth["organization"] in {one["name"] for one in people.ORGANIZATIONS}


def test_sessions_of_the_article_have_titles_that_fit_and_distinct_numbers():
    numbers = Counter(
        (one["edition"], one["type"], one["number"])
        for one in [*article.ARTICLE_SESSIONS, *SESSIONS]
        if one["number"]
    )

    assert max(len(one["title"]) for one in article.ARTICLE_SESSIONS) <= 60
    assert max(numbers.values()) == 1


def test_written_facts_of_ws_33_stand_in_its_content():
    composed = {"edition", "type and number", "full name", "start in UTC", "end in UTC"}
    text = text_of([ws33.WS33, people.PEOPLE])

    missing = [
        name
        for name, string in sample_facts.WS33_FACTS
        if name not in composed and string not in text
    ]

    assert missing == []


def test_written_facts_of_booth_35_stand_in_its_content():
    composed = {"edition", "number", "full name"}
    text = text_of(booth35.BOOTH35)

    missing = [
        name
        for name, string in sample_facts.BOOTH35_FACTS
        if name not in composed and not name.startswith("goal ") and string not in text
    ]

    assert missing == []


def test_people_of_ws_33_have_the_roles_of_its_public_page():
    rows = [
        (row["role"], people.PEOPLE[row["person"]]["name"], row["affiliation"])
        for row in ws33.WS33["contributors"]
    ]

    assert rows == [fact[:3] for fact in sample_facts.WS33_PEOPLE]


def test_the_same_seed_gives_the_same_people():
    assert survey.simulated_people(7) == survey.simulated_people(7)
    assert survey.simulated_people(7) != survey.simulated_people(8)


def test_simulated_people_come_and_go_as_planned():
    crowd = survey.simulated_people(survey.SEED)
    both = [p for p in crowd if {(1, "own-principles"), (3, "own-principles")} <= set(p["answers"])]

    assert len(crowd) == 190
    assert [len(answers_to(wave, "own-principles")) for wave in (1, 2, 3)] == [
        166,
        178,
        168,
    ]
    assert len(both) == 144


def test_simulated_agreement_rises_from_wave_to_wave():
    shares = []
    for wave in (1, 2, 3):
        levels = answers_to(wave, "own-principles")
        shares.append(sum(level in "45" for level in levels) / len(levels))

    assert shares == sorted(shares)
    assert shares[2] - shares[0] > 0.1


def test_simulated_answers_are_options_of_their_question():
    for question in survey.SURVEY["questions"]:
        options = {option["id"] for option in question["options"]}
        given = {answer for wave in (1, 2, 3) for answer in answers_to(wave, question["key"])}

        assert given == options


def test_waves_point_at_the_agenda_items_that_hold_them():
    pairs = [(ws33.WS33, survey.SURVEY), (live_session.WS900, live_session.LIVE_SURVEY)]

    for session, plan in pairs:
        bound = [session["agenda"][wave["agenda_position"] - 1]["wave"] for wave in plan["waves"]]
        assert bound == [1, 2, 3]


def test_simulated_discussion_names_no_real_person():
    names = [person["name"].split()[-1] for person in people.PEOPLE.values()]
    real = [name for name in names if not name.isdigit()]
    text = text_of([discussion.NOTES, discussion.DRAFT_ITEMS_AFTER, discussion.COMMENTS])

    assert [name for name in [*real, "Kaspersky"] if name in text] == []
