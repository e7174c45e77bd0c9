"""Designs to start from: how others asked, with words to be replaced by one's own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.models import Question
from surveys.plan import Design, QuestionPlan, WavePlan
from surveys.state import agreement_options, consent_options

Kind = Question.Kind


@dataclass(frozen=True)
class Pattern:
    """A template in the list: `make` gives its waves and questions."""

    key: str
    title: Promise
    about: Promise
    make: Callable[[], Design]


def find(key: str) -> Pattern | None:
    """The template of this name, if there is one."""
    return next((pattern for pattern in PATTERNS if pattern.key == key), None)


def _three_by_two() -> Design:
    everywhere = frozenset({1, 2, 3})
    return Design(
        [
            WavePlan("At the start"),
            WavePlan("After the initial statements"),
            WavePlan("At the end"),
        ],
        [
            QuestionPlan(
                Kind.AGREEMENT,
                {"en": "Binding principles are needed for this."},
                agreement_options(),
                waves=everywhere,
            ),
            QuestionPlan(
                Kind.SINGLE,
                {"en": "What should come first?"},
                _options("Shared rules", "Technical standards", "Skills", "Funding"),
                waves=everywhere,
            ),
        ],
    )


def _before_and_after() -> Design:
    return Design(
        [WavePlan("Before the discussion"), WavePlan("After the discussion")],
        [
            QuestionPlan(
                Kind.SINGLE,
                {"en": "Should the proposal be adopted?"},
                [
                    *_options("Yes, as it is", "Yes, with changes", support=True),
                    *_options("No", "I do not know yet", first=3),
                ],
                waves=frozenset({1, 2}),
            )
        ],
    )


def _consent_on_a_text() -> Design:
    return Design(
        [WavePlan("First reading"), WavePlan("Second reading")],
        [
            QuestionPlan(
                Kind.CONSENT,
                {"en": "Can you support the text as it stands?"},
                consent_options(),
                waves=frozenset({1, 2}),
                asks_why=True,
            )
        ],
    )


def _priorities() -> Design:
    return Design(
        [WavePlan("Priorities")],
        [
            QuestionPlan(
                Kind.RANKING,
                {"en": "Rank these actions by urgency."},
                _options("Connect more people", "Protect users", "Build skills", "Share data"),
                waves=frozenset({1}),
            ),
            QuestionPlan(
                Kind.NUMBER,
                {"en": "In how many years should the first one be done?"},
                waves=frozenset({1}),
                number={"min": 0, "max": 30, "unit": {"en": "years"}, "decimals": 0},
            ),
            QuestionPlan(Kind.TEXT, {"en": "What is missing?"}, waves=frozenset({1})),
        ],
    )


def _options(*texts: str, support: bool = False, first: int = 1) -> list[dict]:
    return [
        {"id": str(number), "text": {"en": text}, "supports": support}
        for number, text in enumerate(texts, start=first)
    ]


PATTERNS = (
    Pattern(
        "three-by-two",
        _("Three surveys, two questions each"),
        _("The same two questions at the start, after the statements and at the end."),
        _three_by_two,
    ),
    Pattern(
        "before-and-after",
        _("Before and after"),
        _("One question with options that count as support, asked twice."),
        _before_and_after,
    ),
    Pattern(
        "consent-on-a-text",
        _("Consent on a text"),
        _("Support, can live with it, or object and say why; in two readings."),
        _consent_on_a_text,
    ),
    Pattern(
        "priorities",
        _("Priorities"),
        _("One survey: rank actions, name a number, add what is missing."),
        _priorities,
    ),
)
