import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import RuleError
from forum.models import AuditEntry
from surveys import actions, periodic
from surveys.models import Wave
from tests.factories import make_survey
from tests.surveys.room import joined_guest, seat_moderator, state_of, wave_of


@pytest.fixture
def wave(db, moderator):
    survey = make_survey()
    seat_moderator(survey.workshop, moderator)
    actions.open_wave(wave_of(survey, 1), by=moderator)
    return wave_of(survey, 1)


def minutes_until(moment) -> int:
    return round((moment - timezone.now()).total_seconds() / 60)


def test_closing_is_announced_and_moved_by_each_extension(wave, moderator):
    actions.extend(wave, 2, by=moderator)
    announced = minutes_until(wave.closing_at)

    actions.extend(wave, 1, by=moderator)

    assert (announced, minutes_until(wave.closing_at)) == (2, 3)


def test_a_time_that_has_passed_is_extended_from_now_and_nothing_closed_by_itself(wave, moderator):
    Wave.objects.update(closing_at=timezone.now() - timedelta(hours=1))
    periodic.seal_due()
    wave.refresh_from_db()

    actions.extend(wave, 1, by=moderator)

    assert (wave.status, minutes_until(wave.closing_at)) == ("open", 1)


@pytest.mark.parametrize("minutes", [0, -1, 3, 1000])
def test_only_the_offered_minutes_are_taken(wave, moderator, minutes):
    with pytest.raises(RuleError):
        actions.extend(wave, minutes, by=moderator)


def test_a_closed_survey_is_not_extended(wave, moderator):
    actions.close_wave(wave, by=moderator)

    with pytest.raises(RuleError):
        actions.extend(wave, 1, by=moderator)


def test_console_screen_and_phone_show_the_time_and_the_state_keeps_its_shape(
    wave, moderator, as_user
):
    workshop = wave.survey.workshop
    before = state_of(workshop)
    console = as_user(moderator)
    console.post(f"/moderate/{workshop.join_code}/extend/", {"wave": 1, "minutes": "5"})
    phone = joined_guest(workshop)

    pages = [
        console.get(f"/moderate/{workshop.join_code}/"),
        console.get(f"/moderate/{workshop.join_code}/news/"),
        phone.client.get(f"/j/{workshop.join_code}/screen"),
        phone.page(),
    ]

    assert ["Closes at" in page.content.decode() for page in pages] == [True] * 4
    assert set(state_of(workshop)) == set(before)


def test_the_version_of_the_state_tells_open_phones_the_second_while_the_survey_is_open(
    wave, moderator
):
    workshop = wave.survey.workshop
    before = state_of(workshop)

    actions.extend(wave, 2, by=moderator)
    announced = state_of(workshop)
    actions.close_wave(wave, by=moderator)

    assert announced == {
        **before,
        "version": f"{before['version']}-{int(wave.closing_at.timestamp())}",
    }
    assert "-" not in state_of(workshop)["version"]


def test_the_place_for_the_time_stays_hidden_until_it_is_announced(wave, moderator):
    phone = joined_guest(wave.survey.workshop)
    before = phone.page().content.decode()

    actions.extend(wave, 2, by=moderator)

    assert re.search(r'data-closes="[^"]+" hidden', before)
    assert not re.search(r'data-closes="[^"]+" hidden', phone.page().content.decode())


def test_the_console_says_who_did_the_last_step(wave, moderator, secretariat, as_user):
    seen = as_user(secretariat)
    as_user(moderator).post(
        f"/moderate/{wave.survey.workshop.join_code}/close/", {"wave": wave.position}
    )

    page = seen.get(f"/moderate/{wave.survey.workshop.join_code}/news/").content.decode()

    assert f"Last step: {moderator} closed survey 1" in page
    assert AuditEntry.objects.filter(verb="closed").count() == 1
