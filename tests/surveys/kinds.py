"""A survey with a question of every kind, and answers to it."""

from surveys import actions, intake
from surveys.models import Asking, Survey
from surveys.plan import QuestionPlan, WavePlan
from surveys.state import agreement_options, consent_options
from tests.factories import make_session
from tests.surveys.room import asked, seat, wave_of

EVERY = frozenset({1, 2})


def options(*texts: str) -> list[dict]:
    return [
        {"id": str(n), "text": {"en": text}, "supports": False}
        for n, text in enumerate(texts, start=1)
    ]


def years(**change) -> dict:
    return {"min": -5, "max": 30, "unit": {"en": "years", "fr": "ans"}, "decimals": 1, **change}


def make_survey_of_all_kinds(by, workshop=None) -> Survey:
    """Two waves that ask everything but the reason for consent, which follows in the first only."""
    survey = actions.create_survey(workshop or make_session(), by=by)
    one, two = WavePlan("Start"), WavePlan("End")
    first = frozenset({1})
    actions.save_design(
        survey,
        [one, two],
        [
            QuestionPlan("ranking", {"en": "Rank these."}, options("A", "B", "C"), waves=EVERY),
            QuestionPlan("number", {"en": "How many years?"}, waves=EVERY, number=years()),
            QuestionPlan("consent", {"en": "Support it?"}, consent_options(), waves=EVERY),
            QuestionPlan("agreement", {"en": "Agreed?"}, agreement_options(), waves=EVERY),
            QuestionPlan("multiple", {"en": "Which?"}, options("X", "Y"), waves=EVERY),
            QuestionPlan("text", {"en": "What else?"}, waves=first),
        ],
        by=by,
    )
    return survey


def asking_of(survey: Survey, kind: str, position: int = 1) -> Asking:
    return next(a for a in asked(wave_of(survey, position)) if a.question.kind == kind)


def answer_everything(survey: Survey, by, people: int = 24) -> None:
    """Run both waves; every eighth person abstains from everything."""
    keys = [seat(survey, "room" if n % 2 else "online") for n in range(people)]
    for wave in survey.waves.order_by("position"):
        actions.open_wave(wave, by=by)
        for n, key in enumerate(keys):
            answers = {a.uuid: _answer(a, n + wave.position) for a in asked(wave)}
            if n % 8 == 0:
                answers = dict.fromkeys(answers, "abstain")
            intake.cast_many(key, answers)
        actions.close_wave(wave, by=by)


def _answer(asking: Asking, n: int):
    return {
        "ranking": (["1", "2", "3"], ["2"], ["3", "1"])[n % 3],
        "number": (3, 12.5, -1)[n % 3],
        "consent": ("support", "live", "object")[n % 3],
        "agreement": str(1 + n % 5),
        "multiple": (["1"], ["1", "2"])[n % 2],
        "text": f"Word {n}",
    }[asking.question.kind]
