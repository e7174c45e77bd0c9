"""Designs to start from: how others asked, with words to be replaced by one's own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
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
            WavePlan(gettext("At the start")),
            WavePlan(gettext("After the initial statements")),
            WavePlan(gettext("At the end")),
        ],
        [
            QuestionPlan(
                Kind.AGREEMENT,
                {
                    "en": "Binding principles are needed for this.",
                    "ar": "ثمة حاجة إلى مبادئ ملزمة في هذا الشأن.",
                },
                agreement_options(),
                waves=everywhere,
            ),
            QuestionPlan(
                Kind.SINGLE,
                {"en": "What should come first?", "ar": "ما الذي ينبغي أن يأتي أولًا؟"},
                _options(
                    {"en": "Shared rules", "ar": "قواعد مشتركة"},
                    {"en": "Technical standards", "ar": "معايير تقنية"},
                    {"en": "Skills", "ar": "المهارات"},
                    {"en": "Funding", "ar": "التمويل"},
                ),
                waves=everywhere,
            ),
        ],
    )


def _before_and_after() -> Design:
    return Design(
        [WavePlan(gettext("Before the discussion")), WavePlan(gettext("After the discussion"))],
        [
            QuestionPlan(
                Kind.SINGLE,
                {"en": "Should the proposal be adopted?", "ar": "هل ينبغي اعتماد المقترح؟"},
                [
                    *_options(
                        {"en": "Yes, as it is", "ar": "نعم، كما هو"},
                        {"en": "Yes, with changes", "ar": "نعم، مع تعديلات"},
                        support=True,
                    ),
                    *_options(
                        {"en": "No", "ar": "لا"},
                        {"en": "I do not know yet", "ar": "لا أعرف بعد"},
                        first=3,
                    ),
                ],
                waves=frozenset({1, 2}),
            )
        ],
    )


def _consent_on_a_text() -> Design:
    return Design(
        [WavePlan(gettext("First reading")), WavePlan(gettext("Second reading"))],
        [
            QuestionPlan(
                Kind.CONSENT,
                {
                    "en": "Can you support the text as it stands?",
                    "ar": "هل يمكنك تأييد النص بصيغته الحالية؟",
                },
                consent_options(),
                waves=frozenset({1, 2}),
                asks_why=True,
            )
        ],
    )


def _priorities() -> Design:
    return Design(
        [WavePlan(gettext("Priorities"))],
        [
            QuestionPlan(
                Kind.RANKING,
                {"en": "Rank these actions by urgency.", "ar": "رتّب هذه الإجراءات بحسب إلحاحها."},
                _options(
                    {"en": "Connect more people", "ar": "ربط مزيد من الناس بالإنترنت"},
                    {"en": "Protect users", "ar": "حماية المستخدمين"},
                    {"en": "Build skills", "ar": "بناء المهارات"},
                    {"en": "Share data", "ar": "مشاركة البيانات"},
                ),
                waves=frozenset({1}),
            ),
            QuestionPlan(
                Kind.NUMBER,
                {
                    "en": "In how many years should the first one be done?",
                    "ar": "بعد كم سنة ينبغي إنجاز أولها؟",
                },
                waves=frozenset({1}),
                number={"min": 0, "max": 30, "unit": {"en": "years", "ar": "سنوات"}, "decimals": 0},
            ),
            QuestionPlan(
                Kind.TEXT, {"en": "What is missing?", "ar": "ما الذي ينقص؟"}, waves=frozenset({1})
            ),
        ],
    )


def _options(*texts: dict[str, str], support: bool = False, first: int = 1) -> list[dict]:
    return [
        {"id": str(number), "text": text, "supports": support}
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
