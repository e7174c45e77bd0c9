from datetime import timedelta

import pytest
from django.utils import timezone

from surveys import actions, periodic
from surveys.models import Survey, Wave
from tests.factories import make_session, make_slot, make_survey
from tests.surveys.room import hold, wave_of

NOW = timezone.now()


@pytest.fixture
def survey(db):
    return make_survey()


def slot_ending(workshop, minutes_ago: int):
    return make_slot(workshop, NOW - timedelta(minutes=90 + minutes_ago))


@pytest.mark.parametrize(("minutes", "status"), [(29, "ended"), (31, "sealed")])
def test_an_ended_survey_is_sealed_30_minutes_after_the_slot(survey, moderator, minutes, status):
    slot_ending(survey.workshop, minutes)
    hold(survey, moderator, people=2)

    periodic.seal_due(NOW)

    assert Survey.objects.get().status == status


@pytest.mark.parametrize(("hours", "count"), [(11, 0), (13, 1)])
def test_without_a_slot_it_is_sealed_12_hours_after_the_last_wave(survey, moderator, hours, count):
    hold(survey, moderator, people=2)

    sealed = periodic.seal_due(timezone.now() + timedelta(hours=hours))

    assert sealed == count


def test_a_forgotten_survey_is_ended_and_sealed(survey, moderator):
    slot_ending(survey.workshop, 31)
    actions.open_wave(wave_of(survey, 1), by=moderator)
    Wave.objects.filter(opened_at__isnull=False).update(opened_at=NOW - timedelta(hours=1))

    periodic.seal_due(NOW)

    assert Survey.objects.get().status == Survey.Status.SEALED


def test_a_survey_run_after_its_slot_is_not_cut_off(survey, moderator):
    slot_ending(survey.workshop, 31)
    actions.open_wave(wave_of(survey, 1), by=moderator)

    periodic.seal_due(timezone.now())

    assert wave_of(survey, 1).status == Wave.Status.OPEN


def test_the_clock_never_ends_a_sample_session(moderator, edition):
    workshop = make_session(is_sample=True)
    slot_ending(workshop, 600)
    survey = make_survey(workshop)
    hold(survey, moderator, people=2)

    periodic.seal_due(NOW + timedelta(days=30))

    assert Survey.objects.get().status == Survey.Status.ENDED


def test_a_survey_that_never_began_is_left_alone(survey):
    slot_ending(survey.workshop, 600)

    periodic.seal_due(NOW)

    assert Survey.objects.get().status == Survey.Status.PREPARING
