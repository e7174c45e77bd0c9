import json
import re

import pytest
from django.test import Client

from surveys import actions, intake, state
from surveys.models import Survey, Wave
from tests.factories import make_survey
from tests.surveys.room import asked, form_answers, hold, joined_guest, seat, state_of, wave_of


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def opened(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    return survey


def answer(survey, wave: int, key: str, level: str) -> None:
    first, second = asked(wave_of(survey, wave))
    intake.cast_many(key, {first.uuid: level, second.uuid: "1"})


def test_the_state_has_exactly_the_shape_of_the_contract(opened):
    found = state_of(opened.workshop)

    askings = asked(wave_of(opened, 1))
    assert found == {
        "version": found["version"],
        "phase": "open",
        "wave": 1,
        "waves": 3,
        "questions": [
            {
                "id": str(askings[0].uuid),
                "text": "Principles are needed.",
                "kind": "agreement",
                "options": [
                    {"id": "1", "text": "Strongly disagree"},
                    {"id": "2", "text": "Disagree"},
                    {"id": "3", "text": "Neither agree nor disagree"},
                    {"id": "4", "text": "Agree"},
                    {"id": "5", "text": "Strongly agree"},
                ],
            },
            {
                "id": str(askings[1].uuid),
                "text": "Which comes first?",
                "kind": "single",
                "options": [
                    {"id": "1", "text": "Control"},
                    {"id": "2", "text": "Safety"},
                    {"id": "3", "text": "Privacy"},
                ],
            },
        ],
        "joined": {"room": 0, "online": 0},
        "answered": {"room": 0, "online": 0},
        "results": None,
    }


def test_answered_counts_people_and_not_answers(opened):
    for door in ("room", "room", "online"):
        answer(opened, 1, seat(opened, door), "4")
    seat(opened, "online")

    found = state_of(opened.workshop)

    assert found["answered"] == {"room": 2, "online": 1}
    assert found["joined"] == {"room": 2, "online": 2}


def test_results_wait_until_they_are_shown(opened, moderator):
    answer(opened, 1, seat(opened), "4")
    wave = wave_of(opened, 1)
    seen = [state_of(opened.workshop)]
    actions.close_wave(wave, by=moderator)
    seen.append(state_of(opened.workshop))
    actions.show(wave, by=moderator)
    seen.append(state_of(opened.workshop))

    first, second = (str(asking.uuid) for asking in asked(wave))
    assert [found["phase"] for found in seen] == ["open", "closed", "shown"]
    assert [found["results"] for found in seen[:2]] == [None, None]
    assert seen[2]["results"] == [
        {"question": first, "n": 1, "counts": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0}},
        {"question": second, "n": 1, "counts": {"1": 1, "2": 0, "3": 0}},
    ]


def test_an_earlier_survey_shown_later_is_the_one_on_display(opened, moderator):
    actions.close_wave(wave_of(opened, 1), by=moderator)
    actions.open_wave(wave_of(opened, 2), by=moderator)
    actions.close_wave(wave_of(opened, 2), by=moderator)

    actions.show(wave_of(opened, 1), by=moderator)

    found = state_of(opened.workshop)
    assert (found["phase"], found["wave"]) == ("shown", 1)


def test_a_voided_survey_shows_no_results(opened, moderator):
    actions.close_wave(wave_of(opened, 1), by=moderator)
    actions.show(wave_of(opened, 1), by=moderator)

    actions.void(wave_of(opened, 1), "Wrong slide.", by=moderator)

    assert state_of(opened.workshop)["results"] is None


@pytest.mark.parametrize("sealed", [False, True])
def test_after_the_end_the_phase_is_ended_and_counts_stay(survey, moderator, sealed):
    hold(survey, moderator, people=5)
    if sealed:
        actions.seal(survey, by=moderator)

    found = state_of(survey.workshop)

    assert (found["phase"], found["wave"]) == ("ended", 3)
    assert found["answered"] == {"room": 2, "online": 3}


def test_an_unchanged_state_is_answered_with_304(opened):
    client = Client()
    address = f"/j/{opened.workshop.join_code}/state.json"
    tag = client.get(address)["ETag"]

    same = client.get(address, headers={"If-None-Match": tag})
    seat(opened)
    changed = client.get(address, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert "Access-Control-Allow-Origin" not in changed


def test_the_state_speaks_the_language_asked_for(opened):
    wave = wave_of(opened, 1)
    question = asked(wave)[0].question
    question.text["ar"] = "نحتاج إلى مبادئ."
    question.save()

    found = state_of(opened.workshop, query="?lang=ar")

    assert found["questions"][0]["text"] == "نحتاج إلى مبادئ."


def test_the_fullest_state_is_as_long_as_promised_by_its_measure(opened, moderator):
    for _person in range(3):
        answer(opened, 1, seat(opened), "4")
    actions.close_wave(wave_of(opened, 1), by=moderator)
    actions.show(wave_of(opened, 1), by=moderator)

    size = len(json.dumps(state_of(opened.workshop), ensure_ascii=False).encode())
    measured = state.largest_size(list(state.askings_of(wave_of(opened, 1))), ["en", "ar"])

    assert size <= measured + 200
    assert measured <= state.LARGEST


def test_the_state_needs_the_same_queries_for_one_person_and_for_many(
    opened, django_assert_num_queries
):
    client, address = Client(), f"/j/{opened.workshop.join_code}/state.json"
    answer(opened, 1, seat(opened), "4")
    with django_assert_num_queries(7):
        client.get(address)
    for _person in range(3):
        answer(opened, 1, seat(opened, "online"), "2")

    with django_assert_num_queries(7):
        client.get(address)


def test_the_projector_shows_question_code_and_counts_and_no_answers(opened):
    phone = joined_guest(opened.workshop)
    phone.vote(form_answers(wave_of(opened, 1), "4", "2"))

    page = Client().get(f"/j/{opened.workshop.join_code}/screen").content.decode()

    assert "Principles are needed." in page
    assert opened.workshop.join_code in page
    assert re.search(r'data-count="answered">1<', page)
    assert "Strongly agree" not in page


def test_the_projector_compares_with_the_first_survey_of_the_same_question(survey, moderator):
    hold(survey, moderator, people=12)
    actions.show(wave_of(survey, 3), by=moderator)

    page = Client().get(f"/j/{survey.workshop.join_code}/screen").content.decode()

    assert "White line: survey 1, answered by 12." in page
    assert '<rect class="bar-before"' in page


def test_below_ten_answers_results_are_people_and_no_percentages(opened, moderator):
    answer(opened, 1, seat(opened), "4")
    actions.close_wave(wave_of(opened, 1), by=moderator)
    actions.show(wave_of(opened, 1), by=moderator)

    page = Client().get(f"/j/{opened.workshop.join_code}/screen").content.decode()

    assert re.findall(r"<b>(\d+%?)</b>", page) == ["0", "1", "0", "0", "0", "1", "0", "0"]


def test_the_projector_may_be_embedded_and_other_pages_may_not(opened):
    code = opened.workshop.join_code
    screen, join = Client().get(f"/j/{code}/screen"), Client().get(f"/j/{code}")

    assert "frame-ancestors *" in screen["Content-Security-Policy"]
    assert "X-Frame-Options" not in screen
    assert "frame-ancestors 'none'" in join["Content-Security-Policy"]


def test_the_qr_code_is_a_picture_of_its_own(opened):
    response = Client().get(f"/j/{opened.workshop.join_code}/qr.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg ")


def test_status_words_of_waves_are_the_phases_of_the_contract():
    assert {"open", "closed", "shown"} < set(Wave.Status.values)
    assert Survey.MOVES[Survey.Status.ENDED] == {Survey.Status.RUNNING, Survey.Status.SEALED}
