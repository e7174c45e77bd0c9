import pytest

from forum.errors import RuleError
from forum.models import AuditEntry
from surveys import actions, intake, panel, state
from surveys.models import Asking, Attendee, Ballot, Question, Record, Survey, Wave
from surveys.plan import QuestionPlan, WavePlan
from surveys.record import record_hash
from tests.factories import make_session, make_survey
from tests.surveys.room import asked, hold, seat, wave_of


@pytest.fixture
def survey(db):
    return make_survey()


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def single(text: str = "Which?", **fields) -> QuestionPlan:
    options = [{"id": n, "text": {"en": f"Option {n}"}, "supports": False} for n in "12"]
    return QuestionPlan("single", {"en": text}, options, **fields)


def test_a_survey_starts_from_the_running_order(organizer):
    workshop = make_session()

    survey = actions.create_survey(workshop, by=organizer)

    items = [wave.agenda_item.title for wave in survey.waves.all()]
    assert items == [f"Survey {n}, two questions" for n in (1, 2, 3)]
    assert verbs() == ["prepared"]


def test_a_session_has_one_survey_at_a_time(survey, organizer):
    with pytest.raises(RuleError):
        actions.create_survey(survey.workshop, by=organizer)

    assert survey.workshop.surveys.count() == 1


def test_opening_the_first_wave_starts_the_survey(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    survey.refresh_from_db()
    assert survey.status == Survey.Status.RUNNING
    assert wave_of(survey, 1).opened_at is not None
    assert verbs() == ["opened"]


def test_only_one_wave_is_open(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    with pytest.raises(RuleError):
        actions.open_wave(wave_of(survey, 2), by=moderator)

    assert wave_of(survey, 2).status == Wave.Status.PLANNED


def test_a_wave_without_questions_cannot_be_opened(survey, moderator):
    Asking.objects.all().delete()

    with pytest.raises(RuleError):
        actions.open_wave(wave_of(survey, 1), by=moderator)


def test_a_wave_too_long_for_the_live_state_cannot_be_opened(survey, moderator):
    question = Question.objects.get(survey=survey, kind="single")
    question.options = [
        {"id": str(n), "text": {"en": "x", "ar": f"{n:02}" + "ص" * 118}} for n in range(12)
    ]
    question.text = {"en": "Short", "ar": "ص" * 280}
    question.save()

    with pytest.raises(RuleError) as refusal:
        actions.open_wave(wave_of(survey, 1), by=moderator)

    assert "too long" in refusal.value.message


def test_a_closed_wave_never_opens_again(survey, moderator):
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    actions.close_wave(wave, by=moderator)

    with pytest.raises(RuleError):
        actions.open_wave(wave, by=moderator)
    with pytest.raises(RuleError):
        actions.close_wave(wave, by=moderator)

    assert wave_of(survey, 1).status == Wave.Status.CLOSED


def test_an_earlier_wave_cannot_be_opened_after_a_later_one(survey, moderator):
    actions.open_wave(wave_of(survey, 2), by=moderator)
    actions.close_wave(wave_of(survey, 2), by=moderator)

    with pytest.raises(RuleError):
        actions.open_wave(wave_of(survey, 1), by=moderator)


def test_results_are_shown_only_of_a_closed_wave(survey, moderator):
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    with pytest.raises(RuleError):
        actions.show(wave, by=moderator)

    actions.close_wave(wave, by=moderator)
    actions.show(wave, by=moderator)

    assert wave_of(survey, 1).shown_at is not None


def test_voiding_closes_an_open_wave_and_keeps_the_reason(survey, moderator):
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)

    actions.void(wave, " The question was misread. ", by=moderator)

    wave = wave_of(survey, 1)
    assert (wave.status, wave.void_reason) == ("closed", "The question was misread.")
    assert verbs() == ["opened", "closed", "voided"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_voiding_needs_a_reason_that_can_be_printed(survey, moderator, reason):
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)

    with pytest.raises(RuleError) as refusal:
        actions.void(wave, reason, by=moderator)

    assert refusal.value.field == "reason"
    assert wave_of(survey, 1).voided_at is None


def test_a_voided_wave_is_shown_to_nobody_and_voided_once(survey, moderator):
    wave = wave_of(survey, 1)
    actions.open_wave(wave, by=moderator)
    actions.void(wave, "Wrong projector.", by=moderator)

    with pytest.raises(RuleError):
        actions.show(wave, by=moderator)
    with pytest.raises(RuleError):
        actions.void(wave, "Again.", by=moderator)


def test_ending_closes_what_is_open_and_can_be_undone(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    actions.end(survey, by=moderator)
    ended = state.phase(Survey.objects.get())
    actions.undo_end(survey, by=moderator)

    assert ended == "ended"
    assert wave_of(survey, 1).status == Wave.Status.CLOSED
    assert Survey.objects.get().ended_at is None


def test_a_survey_that_never_began_cannot_end(survey, moderator):
    with pytest.raises(RuleError):
        actions.end(survey, by=moderator)


def test_the_seal_fixes_the_record_and_cuts_every_link(survey, moderator):
    hold(survey, moderator, people=12)
    before = sorted(Ballot.objects.values_list("receipt", flat=True))
    old_keys = set(Ballot.objects.values_list("id", flat=True))

    record = actions.seal(survey, by=moderator)

    survey = Survey.objects.get()
    assert (survey.status, survey.secret) == (Survey.Status.SEALED, "")
    assert record.sha256 == record_hash(Record.objects.get().files())
    assert set(Ballot.objects.values_list("voter_key", flat=True)) == {None}
    assert sorted(Ballot.objects.values_list("receipt", flat=True)) == before
    assert not old_keys & set(Ballot.objects.values_list("id", flat=True))
    assert Attendee.objects.count() == 0
    assert AuditEntry.objects.get(verb="sealed").details == {"sha256": record.sha256}


def test_counts_are_the_same_before_and_after_the_seal(survey, moderator):
    hold(survey, moderator, people=12)
    before = (panel.joined(survey), panel.answered(survey))

    actions.seal(survey, by=moderator)

    sealed = Survey.objects.get()
    assert (panel.joined(sealed), panel.answered(sealed)) == before


def test_a_second_seal_is_refused_and_changes_nothing(survey, moderator):
    hold(survey, moderator, people=3)
    record = actions.seal(survey, by=moderator)

    with pytest.raises(RuleError):
        actions.seal(survey, by=moderator)

    assert Record.objects.get() == record
    assert Ballot.objects.count() == 18


@pytest.fixture
def failing_follow_up():
    def fail(survey):
        raise RuntimeError("stopped")

    actions.after_seal.append(fail)
    yield
    actions.after_seal.remove(fail)


def test_a_seal_that_is_stopped_leaves_everything_as_it_was(survey, moderator, failing_follow_up):
    hold(survey, moderator, people=3)

    with pytest.raises(RuntimeError):
        actions.seal(survey, by=moderator)

    survey = Survey.objects.get()
    assert survey.status == Survey.Status.ENDED
    assert len(survey.secret) == 64
    assert Attendee.objects.count() == 3
    assert Record.objects.count() == 0


def test_a_running_survey_cannot_be_sealed(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    with pytest.raises(RuleError):
        actions.seal(survey, by=moderator)


def test_a_fresh_survey_can_follow_a_sealed_one_under_the_same_code(survey, moderator):
    hold(survey, moderator, people=2)
    actions.seal(survey, by=moderator)

    fresh = actions.create_survey(survey.workshop, by=moderator)

    assert state.survey_of(survey.workshop) == fresh
    assert [wave.agenda_item.is_wave for wave in fresh.waves.all()] == [True, True, True]


def test_the_design_makes_waves_questions_and_what_is_asked_where(organizer):
    survey = actions.create_survey(make_session(), by=organizer)
    waves = [WavePlan(pk=wave.pk) for wave in survey.waves.all()]
    questions = [single("Again?", waves=frozenset({1, 3})), single("Once?", waves=frozenset({2}))]

    actions.save_design(survey, waves, questions, by=organizer)

    planned = {wave.position: [str(a.question) for a in asked(wave)] for wave in survey.waves.all()}
    assert planned == {1: ["Again?"], 2: ["Once?"], 3: ["Again?"]}


def test_saving_the_same_design_again_keeps_every_asking(survey, organizer):
    before = set(Asking.objects.values_list("pk", flat=True))
    waves = [WavePlan(pk=wave.pk) for wave in survey.waves.all()]
    questions = [
        QuestionPlan(q.kind, q.text, q.options, waves=frozenset({1, 2, 3}), uuid=str(q.uuid))
        for q in survey.questions.all()
    ]

    actions.save_design(survey, waves, questions, by=organizer)

    assert set(Asking.objects.values_list("pk", flat=True)) == before


def test_opening_a_wave_freezes_its_questions_and_marks_later_changes(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    waves = [WavePlan(pk=wave.pk) for wave in survey.waves.all()]
    stored = survey.questions.first()
    reworded = QuestionPlan("text", {"en": "Changed"}, uuid=str(stored.uuid))

    actions.save_design(survey, waves, [reworded, single(waves=frozenset({3}))], by=moderator)

    stored.refresh_from_db()
    marks = {wave.position: wave.changed_during_session for wave in survey.waves.all()}
    assert str(stored) == "Principles are needed."
    assert stored.askings.count() == 3
    assert marks == {1: False, 2: False, 3: True}


def test_an_opened_wave_gets_no_more_questions_and_is_not_removed(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    waves = [WavePlan(pk=wave.pk) for wave in survey.waves.all()]

    with pytest.raises(RuleError):
        actions.save_design(survey, waves, [single(waves=frozenset({1}))], by=moderator)
    with pytest.raises(RuleError):
        actions.save_design(survey, waves[1:], [], by=moderator)

    assert len(asked(wave_of(survey, 1))) == 2


def test_a_wave_that_completes_a_comparison_under_way_is_not_removed(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    waves = [WavePlan(pk=wave.pk) for wave in survey.waves.all()]

    with pytest.raises(RuleError):
        actions.save_design(survey, waves[:2], [], by=moderator)


def test_answers_given_before_stay_linked_until_the_seal(survey, moderator):
    key = seat(survey)
    actions.open_wave(wave_of(survey, 1), by=moderator)
    first, second = asked(wave_of(survey, 1))
    intake.cast_many(key, {first.uuid: "4", second.uuid: "1"})

    data = panel.linked(Survey.objects.get())

    assert {row.voter for row in data.answers} == {key}
    assert [wave.number for wave in data.waves] == [1]
    assert data.comparisons == []
