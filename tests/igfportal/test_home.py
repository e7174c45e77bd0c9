from datetime import date, timedelta

import pytest
from django.utils import timezone

from igfportal.stages import current_stage
from outcomes.models import ImpulsePaper
from submissions.models import Call
from surveys.models import Survey, Wave
from tests.factories import make_call, make_edition, make_session, make_survey, make_workshop
from workshops.models import Workshop


def test_the_home_page_asks_for_a_session_code(as_user, edition):
    text = as_user().get("/").content.decode()

    assert '<form class="igf-codeform" action="/j/" method="get">' in text
    assert 'name="code"' in text
    assert "IGF 2027" in text


def test_without_an_edition_there_is_still_a_home(as_user, db):
    assert as_user().get("/").status_code == 200


def test_an_open_survey_is_announced(as_user, edition):
    survey = make_survey(make_session(title="Try it", join_code="TRYTHIS"))
    survey.waves.get(position=2).move_to(Wave.Status.OPEN, opened_at=timezone.now())

    text = as_user().get("/").content.decode()

    assert "Survey 2 of 3 is open." in text
    assert "2 questions." in text
    assert "/j/TRYTHIS" in text


def test_a_survey_of_a_hidden_session_is_not_announced(as_user, edition):
    survey = make_survey(make_workshop(title="Unseen one", status=Workshop.Status.ACCEPTED))
    survey.waves.first().move_to(Wave.Status.OPEN)

    text = as_user().get("/").content.decode()

    assert "Unseen one" not in text
    assert "No survey is open at the moment." in text


def test_open_and_closed_calls_are_told_apart(as_user, edition):
    yesterday = timezone.now() - timedelta(days=1)
    make_call(Call.Kind.SESSION)
    make_call(Call.Kind.BOOTH, opens_at=yesterday - timedelta(days=9), closes_at=yesterday)

    text = as_user().get("/").content.decode()

    assert "No closing time" in text
    assert text.count("<b>Closed</b>") == 1
    assert text.count("<b>Open</b>") == 1


@pytest.mark.parametrize(
    ("closed", "has_programme", "today", "stage"),
    [
        (False, False, date(2027, 3, 1), "proposals"),
        (True, False, date(2027, 6, 1), "review"),
        (True, True, date(2027, 8, 1), "programme"),
        (True, True, date(2027, 11, 8), "forum"),
        (False, True, date(2027, 11, 13), "outcomes"),
    ],
)
def test_the_stage_follows_calls_programme_and_dates(db, closed, has_programme, today, stage):
    now = timezone.now()
    call = make_call(
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1) if closed else None
    )

    assert current_stage(call.edition, [call], has_programme, today) == stage


def test_a_paper_of_simulated_answers_says_so(as_user, edition):
    survey = make_survey(make_session(title="Played through"))
    Survey.objects.filter(pk=survey.pk).update(is_simulated=True)
    ImpulsePaper.objects.create(workshop=survey.workshop, status=ImpulsePaper.Status.PUBLISHED)

    text = as_user().get("/").content.decode()

    assert "Impulse paper: Played through" in text
    assert "Simulated answers" in text


def test_the_number_of_open_surveys_does_not_change_the_questions_to_the_database(
    as_user, edition, django_assert_max_num_queries
):
    def open_one():
        make_survey(make_session()).waves.first().move_to(Wave.Status.OPEN)

    open_one()
    with django_assert_max_num_queries(40) as one:
        as_user().get("/")
    open_one()
    open_one()

    with django_assert_max_num_queries(40) as three:
        as_user().get("/")

    assert len(three) == len(one)


def test_past_editions_stay_reachable_from_the_programme(as_user, edition):
    make_edition(2023, is_current=False)

    assert 'href="/2023/programme/"' in as_user().get("/2027/programme/").content.decode()
