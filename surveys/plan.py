"""A survey as it is designed: plain data between the form and the action, and its limits."""

from dataclasses import dataclass, field
from typing import Any

from surveys.models import Question, Survey, Wave

WAVES = 10
QUESTIONS_PER_WAVE = 6
QUESTIONS = 20
COMES_AGAIN = 3
OPTIONS = (2, 12)
OPTION_LENGTH = 120
TEXT_LENGTH = 280
ANSWER_LENGTH = 280
TITLE_LENGTH = 120
CODES_AT_ONCE = 200


@dataclass
class WavePlan:
    """A wave to keep (with its primary key) or to add; `agenda_item` is a primary key."""

    title: str = ""
    agenda_item: int | None = None
    pk: int | None = None


@dataclass
class QuestionPlan:
    """A question to keep (with its uuid) or to add; `waves` are positions, from 1."""

    kind: str
    text: dict[str, str]
    options: list[dict[str, Any]] = field(default_factory=list)
    policy_question: int | None = None
    waves: frozenset[int] = frozenset()
    uuid: str = ""


def frozen_questions(survey: Survey) -> set[int]:
    """Primary keys of questions asked in an opened wave: wording and planned waves are fixed."""
    opened = survey.waves.exclude(status=Wave.Status.PLANNED)
    return set(Question.objects.filter(askings__wave__in=opened).values_list("pk", flat=True))


def signature(wave: Wave) -> list[tuple]:
    """What a wave asks, in order; two equal signatures mean that nothing changed."""
    return [
        (
            str(asking.question.uuid),
            asking.question.kind,
            sorted(asking.question.text.items()),
            repr(asking.question.options),
        )
        for asking in wave.askings.select_related("question").order_by("position")
    ]
