import pytest

from surveys import actions, intake, panel, record, state, stats, verify
from surveys.answers import valid_answer
from surveys.errors import Invalid
from surveys.figures import figures, find, open_answers
from surveys.models import Question
from tests.surveys.kinds import (
    answer_everything,
    asking_of,
    make_survey_of_all_kinds,
    options,
    years,
)
from tests.surveys.room import joined_guest, seat, state_of, wave_of
from tests.surveys.test_verify import members

RANKING = Question(kind="ranking", options=options("A", "B", "C"))
NUMBER = Question(kind="number", number=years())
WHOLE = Question(kind="number", number=years(decimals=0))
CONSENT = Question(kind="consent", options=state.consent_options())


@pytest.fixture
def survey(moderator):
    return make_survey_of_all_kinds(moderator)


@pytest.mark.parametrize(
    ("question", "answer", "stored"),
    [
        (RANKING, ["3", "1", "2"], ["3", "1", "2"]),
        (RANKING, ["2"], ["2"]),
        (NUMBER, 12.5, 12.5),
        (NUMBER, -5, -5),
        (NUMBER, 3.0, 3),
        (CONSENT, "object", "object"),
        *[(q, "abstain", "abstain") for q in (RANKING, NUMBER, CONSENT, Question(kind="text"))],
    ],
)
def test_a_possible_answer_is_stored_in_one_form(question, answer, stored):
    found = valid_answer(question, answer)

    assert (found, type(found)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *[(RANKING, a) for a in ([], ["1", "1"], ["4"], "1", [1], {"1": 2}, ["abstain"], None)],
        *[(NUMBER, a) for a in ("3", True, None, 31, -5.1, 1.25, [3], 10**400, float("nan"))],
        (WHOLE, 1.5),
        *[(CONSENT, a) for a in ("", "agree", ["support"], 1)],
    ],
)
def test_other_answers_are_refused_with_a_reason(question, answer):
    with pytest.raises(Invalid) as refused:
        valid_answer(question, answer)

    assert refused.value.detail


def test_means_medians_and_preferences_are_those_of_the_textbook():
    rankings = [["1", "2", "3"]] * 6 + [["2"]] * 4 + ["abstain"]
    answers = [*range(1, 10), 30, "abstain"]

    ranks, wins = stats.ranks(["1", "2", "3"], rankings), stats.preferences(["1", "2"], rankings)

    assert ranks == {"1": 1.6, "2": 1.6, "3": 2.8}
    assert wins == {"1>2": 6, "2>1": 4}
    assert stats.numbers(answers) == {
        "mean": 7.5,
        "low_quartile": 3.25,
        "median": 5.5,
        "high_quartile": 7.75,
    }
    assert set(stats.numbers(range(9)).values()) == {None}


def test_abstaining_is_counted_apart_and_in_no_percentage(survey, moderator):
    answer_everything(survey, moderator)
    actions.show(wave_of(survey, 2), by=moderator)

    shown = state_of(survey.workshop)
    found = figures(record.build(panel.linked(survey)))

    consent = asking_of(survey, "consent", 2)
    result = next(r for r in shown["results"] if r["question"] == str(consent.uuid))
    assert (result["n"], result["counts"]["abstain"]) == (21, 3)
    assert sum(result["counts"].values()) == 24
    assert shown["answered"] == {"room": 12, "online": 12}
    counts = find(found, "q3.w2.counts")
    assert (counts["n"], counts["abstained"], sum(counts["counts"].values())) == (21, 3, 21)
    assert sum(counts["shares"].values()) == pytest.approx(1, abs=1e-5)


def test_server_and_verifier_agree_on_a_survey_of_all_kinds(survey, moderator):
    answer_everything(survey, moderator, people=40)
    files = record.build(panel.linked(survey))
    found = figures(files)
    problems = []

    verify.compare(members(record.bundle(files, found, "Read me")), problems)

    assert problems == []
    kinds = {figure["kind"] for figure in found}
    assert {"ranking", "numbers", "counts", "levels", "texts", "change", "choices"} <= kinds
    assert b",-1," in files["ballots.csv"]
    assert all("abstain" not in text for rows in open_answers(files).values() for _r, text in rows)


def test_the_seal_keeps_the_figures_of_every_kind(survey, moderator):
    answer_everything(survey, moderator)
    before = figures(record.build(panel.linked(survey)))
    actions.end(survey, by=moderator)

    actions.seal(survey, by=moderator)

    survey.refresh_from_db()
    assert figures(panel.record_files(survey)) == before


def test_state_tells_the_bounds_and_stays_small(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)

    found = state_of(survey.workshop, query="?lang=fr")

    number = next(q for q in found["questions"] if q["kind"] == "number")
    assert number["number"] == {"min": -5, "max": 30, "unit": "ans", "decimals": 1}
    assert len(state.as_bytes(found)) < state.LARGEST


def test_the_page_without_scripts_takes_every_kind(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    guest = joined_guest(survey.workshop)
    names = {a.question.kind: f"q-{a.uuid}" for a in wave_of(survey, 1).askings.all()}

    page = guest.page().content.decode()
    sent = guest.vote(
        {
            names["ranking"]: ["3=1", "", "1=2"],
            names["number"]: "12,5",
            names["consent"]: "live",
            names["agreement"]: "abstain",
            names["multiple"]: ["abstain"],
            names["text"]: "",
        }
    )

    stored = {a.question.kind: list(a.ballots.values_list("answer", flat=True)) for a in
              wave_of(survey, 1).askings.all()}  # fmt: skip
    assert page.partition("<template")[0].count("<select") == 3
    assert page.count('value="abstain"') == 6
    assert sent.status_code == 200
    assert stored == {
        "ranking": [["3", "1"]],
        "number": [12.5],
        "consent": ["live"],
        "agreement": ["abstain"],
        "multiple": ["abstain"],
        "text": [],
    }


@pytest.mark.parametrize(
    ("kind", "sent", "message"),
    [
        ("ranking", ["1=2", "3=2"], "“A” and “C” both have rank 2."),
        ("ranking", ["", ""], "Rank at least one option or abstain."),
        ("ranking", ["9=1", "1=2"], "This is not one of the options."),
        ("ranking", ["1=1", "abstain"], "Either answer or abstain, not both."),
        ("number", "many", "Write a number."),
        ("number", "31", "Write a number from -5 to 30."),
        ("number", "1.25", "Use at most 1 decimals."),
        ("number", "", "Write a number or abstain."),
        ("number", "1e999999999", "Write a number from"),
        ("number", "NaN", "Write a number."),
        ("multiple", ["1", "abstain"], "Either answer or abstain, not both."),
        ("text", ["Words", "abstain"], "Either answer or abstain, not both."),
    ],
)
def test_a_wrong_field_is_named_and_what_was_sent_is_kept(survey, moderator, kind, sent, message):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    guest = joined_guest(survey.workshop)
    asking = asking_of(survey, kind)

    response = guest.vote({f"q-{asking.uuid}": sent})

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    kept = [sent] if isinstance(sent, str) else sent
    assert all(text in page for text in kept if text != "9=1")
    assert asking.ballots.count() == 0


def test_console_and_screen_say_who_answered_and_abstained(survey, moderator, as_user):
    actions_by = moderator
    answer_everything(survey, actions_by)
    actions.show(wave_of(survey, 2), by=actions_by)

    screen = joined_guest(survey.workshop).client.get(f"/j/{survey.workshop.join_code}/screen")

    page = screen.content.decode()
    assert "21 people answered, 3 abstained." in page
    assert "Median 3 years" in page
    assert "Mean rank" in page


def test_answers_of_every_kind_come_through_the_json_door(survey, moderator):
    actions.open_wave(wave_of(survey, 1), by=moderator)
    key = seat(survey)
    ranking, number = asking_of(survey, "ranking"), asking_of(survey, "number")

    first = intake.cast(ranking.uuid, key, ["3", "1"], "0" * 32)
    again = intake.cast(ranking.uuid, key, ["3", "1"], "0" * 32)
    intake.cast(number.uuid, key, 0, "1" * 32)

    assert first == again
    assert ranking.ballots.get().answer == ["3", "1"]
    assert number.ballots.get().answer == 0
