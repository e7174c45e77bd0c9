import pytest

from forum.templatetags.components import eights
from surveys import actions, cells, figures, intake, panel, record, screen, settled
from surveys.models import Survey
from tests.factories import make_survey
from tests.surveys.room import asked, hold, seat, seat_moderator, wave_of


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def held(survey, moderator):
    """Three waves with a full room; only the last one is shown."""
    seat_moderator(survey.workshop, moderator)
    hold(survey, moderator, people=60)
    actions.show(wave_of(survey, 3), by=moderator)
    return survey


def shown_shift(survey) -> screen.Shift | None:
    return screen.slides(wave_of(survey, 3))[0].shift


def test_before_and_after_stand_beside_each_other_with_doors(held):
    shift = shown_shift(held)

    assert (shift.first, shift.last, shift.both) == (1, 3, 60)
    assert sum(people for _name, people, _start, _width in shift.parts) == 60
    assert [line.door for line in shift.lines] == ["room", "online"]
    assert [(line.before, line.after) for line in shift.lines] == [(33, 100), (33, 100)]


def test_the_screen_says_what_the_record_says(held, moderator):
    live = shown_shift(held)
    actions.seal(held, by=moderator)
    files = panel.record_files(Survey.objects.get())
    sealed = figures.find(figures.figures(files), "q1.w1-w3.change")

    assert live.moved == sealed


@pytest.mark.parametrize("shown", [True, False])
def test_after_the_seal_every_slide_has_the_hash_to_be_read_out(survey, moderator, client, shown):
    hold(survey, moderator, people=12)
    if shown:
        actions.show(wave_of(survey, 3), by=moderator)
    address = f"/j/{survey.workshop.join_code}/screen"
    before = client.get(address).content.decode()

    sealed = actions.seal(survey, by=moderator)
    page = client.get(address).content.decode()

    line = f'to be read out: <bdi dir="ltr">{eights(sealed.sha256)}</bdi>'
    assert "to be read out" not in before
    assert page.count(line) == (2 if shown else 1)


def test_a_question_that_comes_again_has_no_change_yet(survey, moderator):
    for position in (1, 2):
        actions.open_wave(wave_of(survey, position), by=moderator)
        for _person in range(12):
            key = seat(survey)
            first, second = asked(wave_of(survey, position))
            intake.cast_many(key, {first.pk: "4", second.pk: "1"})
        actions.close_wave(wave_of(survey, position), by=moderator)
    actions.show(wave_of(survey, 2), by=moderator)

    assert [slide.shift for slide in screen.slides(wave_of(survey, 2))] == [None, None]


@pytest.mark.parametrize("people", [4, 9, 19])
def test_small_numbers_are_never_on_the_screen(survey, moderator, people, client):
    hold(survey, moderator, people=people)
    actions.show(wave_of(survey, 3), by=moderator)
    shift = shown_shift(survey)

    assert shift is None or people >= cells.GROUP_MINIMUM
    numbers = [people for _name, people, *_place in shift.parts] if shift else []
    assert [n for n in numbers if cells.is_small(n)] == []
    assert client.get(f"/j/{survey.workshop.join_code}/screen").status_code == 200


def test_nothing_is_on_the_slides_before_the_moderator_shows_it(survey, moderator, client):
    hold(survey, moderator, people=60)

    page = client.get(f"/j/{survey.workshop.join_code}/screen").content.decode()

    assert screen.slides(wave_of(survey, 3)) == []
    assert "igf-pbars" not in page
    assert "answered both" not in page


def test_the_change_is_counted_once_and_then_read(held, django_assert_max_num_queries):
    screen.slides(wave_of(held, 3))
    wave = wave_of(held, 3)
    with django_assert_max_num_queries(30):
        screen.slides(wave)


def test_a_voided_last_survey_leaves_the_slides(held, moderator):
    actions.void(wave_of(held, 3), "Microphone was off.", by=moderator)

    assert screen.slides(wave_of(held, 3)) == []


def test_the_shared_screen_leads_online_and_may_be_embedded(survey, client):
    response = client.get(f"/j/{survey.workshop.join_code}/screen?at=online")

    assert "?at=online" in response.content.decode()
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response


def test_words_beside_close_dots_do_not_overlap():
    lines = screen._lines({"room": 0.5, "online": 0.51}, {"room": 0.2, "online": 0.9})

    assert abs(lines[0].label_before - lines[1].label_before) >= screen.LEAST_APART
    assert [line.label_after for line in lines] == [line.y_after for line in lines]


def test_the_figures_of_one_question_are_those_of_the_whole_record(held):
    asking = asked(wave_of(held, 3))[0]
    whole = figures.figures(record.build(panel.linked(held)))

    assert all(figure in whole for figure in settled.figures_of(asking))
