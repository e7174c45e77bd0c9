import pytest

from forum.errors import RuleError
from forum.templatetags.components import eights
from surveys import actions, console
from surveys.models import Asking, Survey
from tests.factories import make_session, make_slot, make_survey
from tests.surveys.room import hold, seat_moderator, wave_of


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def session(survey, moderator):
    seat_moderator(survey.workshop, moderator)
    return survey.workshop


def step_of(survey) -> tuple:
    step = console.next_step(Survey.objects.get(pk=survey.pk))
    return step.verb, step.wave.position if step.wave else None


def asked_once(survey) -> None:
    """Give every wave questions of its own: nothing comes again."""
    for wave in survey.waves.all():
        for asking in wave.askings.all():
            question = asking.question
            question.pk, question.uuid = None, asking.uuid
            question.save()
            Asking.objects.filter(pk=asking.pk).update(question=question)


def test_a_survey_without_questions_is_prepared_first(survey):
    Asking.objects.all().delete()

    assert step_of(survey) == ("prepare", None)


def test_results_of_a_question_that_comes_again_wait_for_its_last_wave(survey, moderator):
    steps = [step_of(survey)]
    for wave in survey.waves.order_by("position"):
        actions.open_wave(wave, by=moderator)
        steps.append(step_of(survey))
        actions.close_wave(wave, by=moderator)
        steps.append(step_of(survey))
    actions.show(wave_of(survey, 3), by=moderator)
    steps.append(step_of(survey))

    assert steps == [
        ("open", 1),
        ("close", 1),
        ("open", 2),
        ("close", 2),
        ("open", 3),
        ("close", 3),
        ("show", 3),
        ("end", None),
    ]


def test_results_of_questions_asked_once_are_shown_next(survey, moderator):
    asked_once(survey)
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    actions.close_wave(wave, by=moderator)
    after_closing = step_of(survey)

    actions.show(wave, by=moderator)

    assert after_closing == ("show", 1)
    assert step_of(survey) == ("open", 2)


def test_a_voided_wave_is_passed_over(survey, moderator):
    asked_once(survey)
    actions.open_wave(wave_of(survey, 1), by=moderator)
    actions.void(wave_of(survey, 1), "Microphone was off.", by=moderator)

    assert step_of(survey) == ("open", 2)


def test_after_the_end_the_step_is_undo_and_after_the_seal_there_is_none(survey, moderator):
    hold(survey, moderator, people=2)
    ended = step_of(survey)

    actions.seal(survey, by=moderator)

    assert ended == ("undo", None)
    assert step_of(survey) == ("none", None)


def test_the_button_names_what_comes_after_it(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    step = console.next_step(Survey.objects.get())

    assert (step.label, step.then) == ("Close survey 1", "then: Statements")


def test_the_running_order_has_planned_times_and_marks_the_open_survey(survey, moderator):
    slot = make_slot(survey.workshop)
    actions.open_wave(wave_of(survey, 2), by=moderator)

    lines = console.running_order(slot.workshop, Survey.objects.get())

    minutes = [(line.starts_at - slot.starts_at).seconds // 60 for line in lines]
    assert minutes == [0, 5, 10, 40, 45, 80, 85]
    assert [line.state for line in lines] == ["done", "done", "done", "now", "", "", ""]


def test_the_console_runs_the_whole_survey_by_its_one_button(survey, session, moderator, as_user):
    client, code = as_user(moderator), session.join_code
    verbs = []
    for _step in range(9):
        page = client.get(f"/moderate/{code}/")
        step = page.context["step"]
        verbs.append(step.verb)
        fields = {"wave": step.wave.position} if step.wave else {}
        if step.verb != "undo":
            client.post(f"/moderate/{code}/{step.verb}/", fields)

    assert verbs == ["open", "close", "open", "close", "open", "close", "show", "end", "undo"]
    assert Survey.objects.get().status == Survey.Status.ENDED


def test_a_stale_page_never_acts_on_another_survey(survey, session, moderator, as_user):
    client, code = as_user(moderator), session.join_code
    client.post(f"/moderate/{code}/open/", {"wave": 1})
    console_url = f"http://testserver/moderate/{code}/"

    second = client.post(
        f"/moderate/{code}/open/", {"wave": 1}, headers={"Referer": console_url}, follow=True
    )

    assert b"Another survey is open" in second.content
    assert wave_of(survey, 1).status == "open"


@pytest.mark.parametrize("fields", [{}, {"wave": "x"}, {"wave": "99"}, {"wave": "9" * 50}])
def test_a_step_on_a_survey_that_does_not_exist_is_not_found(
    survey, session, moderator, as_user, fields
):
    response = as_user(moderator).post(f"/moderate/{session.join_code}/open/", fields)

    assert response.status_code == 404


def test_the_seal_needs_the_typed_word(survey, session, moderator, as_user):
    hold(survey, moderator, people=2)
    client, address = as_user(moderator), f"/moderate/{session.join_code}/seal/"

    wrong = client.post(address, {"seal": "seel"})
    status = Survey.objects.get().status
    client.post(address, {"seal": "SEAL"})

    assert (wrong.status_code, status) == (422, Survey.Status.ENDED)
    assert b'value="seel"' in wrong.content
    assert Survey.objects.get().status == Survey.Status.SEALED
    assert (
        eights(Survey.objects.get().record.sha256).encode()
        in client.get(f"/moderate/{session.join_code}/").content
    )


def test_voiding_without_a_reason_asks_for_it_at_the_field(survey, session, moderator, as_user):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    response = as_user(moderator).post(f"/moderate/{session.join_code}/void/", {"wave": 1})

    assert response.status_code == 422
    assert b"it is printed in the paper" in response.content
    assert wave_of(survey, 1).voided_at is None


def test_nobody_sees_answers_while_a_survey_is_open(survey, session, moderator, as_user):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    page = as_user(moderator).get(f"/moderate/{session.join_code}/").content.decode()

    assert "Results are hidden from everybody, you included." in page
    assert "Strongly agree" not in page


def test_moderators_see_a_closed_survey_by_door_before_everybody(
    survey, session, moderator, as_user
):
    hold(survey, moderator, people=24)

    page = as_user(moderator).get(f"/moderate/{session.join_code}/").content.decode()

    assert "Strongly agree" in page
    assert "Room and online compared" in page
    assert "seen by moderators and the Secretariat only" in page


@pytest.mark.parametrize(
    ("who", "page", "design"),
    [
        ("moderator", 200, 200),
        ("secretariat", 200, 200),
        ("organizer", 403, 200),
        ("rapporteur", 403, 403),
        ("stranger", 403, 403),
    ],
)
def test_who_may_see_the_console_and_the_design(request, as_user, who, page, design):
    workshop = make_session(organizer=request.getfixturevalue("organizer"))
    seat_moderator(workshop, request.getfixturevalue("moderator"))
    make_survey(workshop)
    client = as_user(request.getfixturevalue(who))

    codes = [
        client.get(f"/moderate/{workshop.join_code}/").status_code,
        client.get(f"/moderate/{workshop.join_code}/design/").status_code,
        client.post(f"/moderate/{workshop.join_code}/open/", {"wave": 1}).status_code,
    ]

    assert codes == [page, design, 302 if page == 200 else 403]


def test_a_visitor_is_asked_to_sign_in(survey, client):
    response = client.get(f"/moderate/{survey.workshop.join_code}/")

    assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/")


def test_two_moderators_closing_at_once_close_it_once(survey, moderator):
    wave = wave_of(survey, 1)
    stale = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    actions.close_wave(wave, by=moderator)

    with pytest.raises(RuleError):
        actions.close_wave(stale, by=moderator)
