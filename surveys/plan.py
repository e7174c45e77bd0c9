"""A survey as it is designed: plain data between the form and the action, and its limits."""

from dataclasses import dataclass, field
from typing import Any

from surveys.models import Asking, Question, Survey, Wave

WAVES = 10
QUESTIONS_PER_WAVE = 6
QUESTIONS = 20
COMPARED = 3
OPTIONS = (2, 12)
RANKED = 7
OPTION_LENGTH = 120
TEXT_LENGTH = 280
ANSWER_LENGTH = 280
TITLE_LENGTH = 120
UNIT_LENGTH = 20
LARGEST_NUMBER = 1_000_000_000
DECIMALS = 4
MERGES = 4
MERGE_LENGTH = 60
WHY = {
    "en": "If you do not fully support it: why?",
    "ar": "إذا كنت لا تؤيد ذلك تمامًا: لماذا؟",
    "zh-hans": "如果您不完全支持：为什么？",
    "fr": "Si vous ne le soutenez pas entièrement : pourquoi ?",
    "ru": "Если вы поддерживаете это не полностью: почему?",
    "es": "Si no lo apoya plenamente: ¿por qué?",
}
CODES_AT_ONCE = 200


@dataclass
class WavePlan:
    """A wave to keep (with its primary key) or to add; `agenda_item` is a primary key."""

    title: str = ""
    agenda_item: int | None = None
    pk: int | None = None


@dataclass
class QuestionPlan:
    """A question to keep (with its uuid) or to add; `waves` are positions, from 1.

    `compared`: the waves of its planned comparison, at most 3; empty = all, and of more than 3
    the first and the last. `asks_why`: an open question for the reason follows it.
    """

    kind: str
    text: dict[str, str]
    options: list[dict[str, Any]] = field(default_factory=list)
    policy_question: int | None = None
    waves: frozenset[int] = frozenset()
    uuid: str = ""
    number: dict[str, Any] = field(default_factory=dict)
    compared: frozenset[int] = frozenset()
    asks_why: bool = False

    def comparison(self) -> set[int]:
        """The waves that are compared."""
        chosen = self.compared & self.waves
        if chosen or len(self.waves) <= COMPARED:
            return set(chosen or self.waves)
        return {min(self.waves), max(self.waves)}


@dataclass
class Design:
    """A whole survey as plain data, to start another one from."""

    waves: list[WavePlan]
    questions: list[QuestionPlan]
    merges: list[dict[str, Any]] = field(default_factory=list)


def of_survey(survey: Survey, *, same_session: bool) -> Design:
    """The design of a survey, as new rows; what belongs to its session is left out for another one."""
    waves = [
        WavePlan(wave.title, wave.agenda_item_id if same_session else None)
        for wave in survey.waves.order_by("position")
    ]
    questions = survey.questions.filter(why_of=None).prefetch_related("askings__wave")
    plans = [as_planned(question) for question in questions]
    for plan in plans:
        plan.uuid = ""
        plan.policy_question = plan.policy_question if same_session else None
    return Design(waves, plans, survey.merges)


def as_planned(question: Question) -> QuestionPlan:
    """A stored question as the plan that would make it."""
    askings = list(question.askings.all())
    return QuestionPlan(
        kind=question.kind,
        text=question.text,
        options=question.options,
        policy_question=question.policy_question_id,
        waves=frozenset(asking.wave.position for asking in askings),
        uuid=str(question.uuid),
        number=question.number,
        compared=frozenset(asking.wave.position for asking in askings if asking.compared),
        asks_why=hasattr(question, "why"),
    )


def frozen_questions(survey: Survey) -> set[int]:
    """Primary keys of questions asked in an opened wave: wording and planned waves are fixed."""
    opened = survey.waves.exclude(status=Wave.Status.PLANNED)
    return set(Question.objects.filter(askings__wave__in=opened).values_list("pk", flat=True))


def signature(wave: Wave) -> list[tuple]:
    """What a wave asks, in order; two equal signatures mean that nothing changed."""
    askings: list[Asking] = list(wave.askings.select_related("question").order_by("position"))
    return [
        (
            str(asking.question.uuid),
            asking.question.kind,
            sorted(asking.question.text.items()),
            repr(asking.question.options),
            repr(asking.question.number),
            asking.compared,
        )
        for asking in askings
    ]
