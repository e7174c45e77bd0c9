from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import RuleError
from surveys import actions, floor
from surveys.models import Survey, Turn
from tests.factories import make_slot, make_survey
from tests.surveys.room import hold, seat_moderator, wave_of


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def console(survey, moderator, as_user):
    seat_moderator(survey.workshop, moderator)
    return as_user(moderator), f"/moderate/{survey.workshop.join_code}/"


def test_each_tap_counts_one_contribution_of_its_door(survey, console):
    client, address = console
    for door in ("room", "online", "room"):
        client.post(f"{address}turn/", {"door": door})

    spoken = floor.spoken(survey)

    assert spoken.people.as_dict() == {"room": 2, "online": 1}
    assert spoken.next_door == "online"
    assert b"Next turn: online." in client.get(address).content


def test_undo_takes_back_the_tap_it_was_made_for_and_no_other(survey, moderator, console):
    client, address = console
    first = actions.count_turn(survey, "room", by=moderator)
    last = actions.count_turn(survey, "online", by=moderator)

    for _device in range(2):
        client.post(f"{address}undo-turn/", {"turn": last.pk})

    assert list(Turn.objects.all()) == [first]


def test_a_turn_belongs_to_the_agenda_item_of_its_moment(survey, moderator):
    before = actions.count_turn(survey, "room", by=moderator)
    actions.open_wave(wave_of(survey, 1), by=moderator)
    during = actions.count_turn(survey, "room", by=moderator)
    actions.close_wave(wave_of(survey, 1), by=moderator)
    after = actions.count_turn(survey, "online", by=moderator)

    agenda = list(survey.workshop.agenda.all())
    places = [agenda.index(turn.agenda_item) for turn in (before, during, after)]

    assert places == [0, 1, 2]
    assert [item for item, _people in floor.spoken_by_item(survey)] == agenda[:3]


def test_without_surveys_between_them_the_clock_tells_the_agenda_item(survey, moderator):
    survey.waves.update(agenda_item=None)
    make_slot(survey.workshop, starts_at=timezone.now() - timedelta(minutes=12))

    turn = actions.count_turn(survey, "room", by=moderator)

    assert turn.agenda_item == survey.workshop.agenda.all()[2]


@pytest.mark.parametrize("fields", [{}, {"door": "roof"}, {"door": ""}])
def test_a_tap_without_a_door_is_refused(survey, console, fields):
    client, address = console
    client.post(f"{address}turn/", fields, headers={"Referer": f"http://testserver{address}"})

    assert Turn.objects.count() == 0


@pytest.mark.parametrize("turn", ["", "x", "9" * 40])
def test_undo_of_nonsense_is_not_found(console, turn):
    client, address = console

    assert client.post(f"{address}undo-turn/", {"turn": turn}).status_code == 404


def test_after_the_seal_the_count_is_closed(survey, moderator):
    turn = actions.count_turn(survey, "room", by=moderator)
    hold(survey, moderator, people=2)
    actions.seal(survey, by=moderator)
    sealed = Survey.objects.get()

    with pytest.raises(RuleError):
        actions.count_turn(sealed, "room", by=moderator)
    with pytest.raises(RuleError):
        actions.undo_turn(Turn.objects.get(pk=turn.pk), by=moderator)

    assert floor.spoken(sealed).people.total == 1


def test_the_count_is_for_moderators_only(survey, moderator, client):
    actions.count_turn(survey, "room", by=moderator)
    code = survey.workshop.join_code

    pages = [client.get(f"/j/{code}{page}").content for page in ("", "/screen", "/state.json")]

    assert [b"spoke" in page or b"turns" in page for page in pages] == [False] * 3
