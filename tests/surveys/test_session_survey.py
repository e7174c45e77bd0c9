import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from surveys import actions
from tests.factories import make_session, make_survey
from tests.surveys.room import hold, seat_moderator, wave_of

PAGE = Template("{% load session_survey %}{% session_survey workshop %}")


def rendered(workshop, user=None) -> str:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return PAGE.render(Context({"workshop": workshop, "request": request}))


def test_a_session_without_a_survey_shows_nothing(db):
    assert rendered(make_session()).strip() == ""


def test_an_open_survey_shows_code_state_and_the_way_in(db, moderator):
    survey = make_survey()
    actions.open_wave(wave_of(survey, 1), by=moderator)

    page = rendered(survey.workshop)

    assert survey.workshop.join_code in page
    assert "Survey 1 is open" in page
    assert f'href="/j/{survey.workshop.join_code}"' in page
    assert "Moderator console" not in page


@pytest.mark.parametrize("sealed", [False, True])
def test_after_the_end_people_per_survey_stay(db, moderator, sealed):
    survey = make_survey()
    hold(survey, moderator, people=5)
    if sealed:
        actions.seal(survey, by=moderator)

    page = rendered(survey.workshop)

    assert page.count("5 (2 in the room, 3 online)") == 3
    assert "Join the survey" not in page


def test_moderators_find_their_console(db, moderator):
    survey = make_survey()
    seat_moderator(survey.workshop, moderator)

    page = rendered(survey.workshop, moderator)

    assert f"/moderate/{survey.workshop.join_code}/" in page
