"""The finished survey of WS #33: real policy questions, invented survey, simulated people.

Nothing here says how anybody voted in Kyoto. ``simulated_people`` is pure: the same seed
gives the same people and answers on every machine.
"""

from random import Random
from typing import Any

from igfportal.sample.people import (
    AFRICAN,
    ASIA_PACIFIC,
    CIVIL_SOCIETY,
    EASTERN_EUROPEAN,
    GOVERNMENT,
    GRULAC,
    IGO,
    PRIVATE_SECTOR,
    TECHNICAL_COMMUNITY,
    WEOG,
)

SEED = 2023


def option(key: str, english: str, arabic: str, supports: bool = False) -> dict[str, Any]:
    return {"id": key, "text": {"en": english, "ar": arabic}, "supports": supports}


AGREEMENT_OPTIONS: list[dict[str, Any]] = [
    option("1", "Strongly disagree", "لا أوافق بشدة"),
    option("2", "Disagree", "لا أوافق"),
    option("3", "Neither agree nor disagree", "لا أوافق ولا أعارض"),
    option("4", "Agree", "أوافق", supports=True),
    option("5", "Strongly agree", "أوافق بشدة", supports=True),
]

SURVEY: dict[str, Any] = {
    "session": (2023, "ws", 33),
    "is_simulated": True,
    "waves": [
        {"position": 1, "title": "At the start", "agenda_position": 2},
        {"position": 2, "title": "After the impulse statements", "agenda_position": 5},
        {"position": 3, "title": "At the end", "agenda_position": 7},
    ],
    "questions": [
        {
            "key": "own-principles",
            "kind": "agreement",
            "policy_question": "A",
            "text": {
                "en": (
                    "AI in cybersecurity needs ethical principles of its own, "
                    "in addition to those for AI in general."
                ),
                "ar": (
                    "يحتاج الذكاء الاصطناعي في الأمن السيبراني إلى مبادئ أخلاقية خاصة به، "
                    "إضافةً إلى المبادئ العامة للذكاء الاصطناعي."
                ),
            },
            "options": AGREEMENT_OPTIONS,
            "waves": [1, 2, 3],
        },
        {
            "key": "hardest-to-verify",
            "kind": "single",
            "policy_question": "B",
            "text": {
                "en": "Which draft principle is the hardest to verify from outside?",
                "ar": "أيّ المبادئ المقترحة هو الأصعب تحقّقًا منه من الخارج؟",
            },
            "options": [
                option("human-control", "Human control", "السيطرة البشرية"),
                option(
                    "cybersecurity-only",
                    "Developed and used for cybersecurity",
                    "التطوير والاستخدام لأغراض الأمن السيبراني",
                ),
                option("safety", "Safety first", "السلامة أولًا"),
                option("transparency", "Transparency", "الشفافية"),
                option("privacy", "Privacy", "الخصوصية"),
                option("not-sure", "Not sure", "لست متأكدًا"),
            ],
            "waves": [1, 2, 3],
        },
    ],
}

# Which waves a person answers, and how many people do so.
ATTENDANCE: list[tuple[tuple[int, ...], int]] = [
    ((1, 2, 3), 138),
    ((1, 3), 6),
    ((1, 2), 20),
    ((1,), 2),
    ((2, 3), 20),
    ((3,), 4),
]

GROUPS: dict[str, int] = {
    CIVIL_SOCIETY: 58,
    PRIVATE_SECTOR: 46,
    TECHNICAL_COMMUNITY: 36,
    GOVERNMENT: 26,
    IGO: 8,
    "": 16,
}
REGIONS: dict[str, int] = {
    WEOG: 60,
    ASIA_PACIFIC: 50,
    AFRICAN: 32,
    EASTERN_EUROPEAN: 18,
    GRULAC: 16,
    "": 14,
}
ROOM_SHARE = 0.42
SKIPPED_SECOND_QUESTION = 0.025

FIRST_LEVEL: dict[int, float] = {1: 9, 2: 24, 3: 47, 4: 58, 5: 30}
STEP_UP: dict[int, float] = {1: 0.16, 2: 0.26, 3: 0.32, 4: 0.09, 5: 0.0}
STEP_DOWN: dict[int, float] = {1: 0.0, 2: 0.03, 3: 0.04, 4: 0.03, 5: 0.02}

FIRST_CHOICE: dict[str, float] = {
    "human-control": 23,
    "cybersecurity-only": 13,
    "safety": 11,
    "transparency": 31,
    "privacy": 14,
    "not-sure": 8,
}
LATER_CHOICE: dict[str, float] = {
    "human-control": 45,
    "cybersecurity-only": 32,
    "safety": 4,
    "transparency": 5,
    "privacy": 12,
    "not-sure": 2,
}
CHOICE_LEFT: dict[str, float] = {
    "human-control": 0.12,
    "cybersecurity-only": 0.12,
    "safety": 0.26,
    "transparency": 0.32,
    "privacy": 0.2,
    "not-sure": 0.42,
}


def simulated_people(seed: int) -> list[dict[str, Any]]:
    """The simulated attendees: door, group and region or empty, option id per (wave, key)."""
    rng = Random(seed)  # noqa: S311 - made-up people, nothing secret
    attendance = _dealt(rng, dict(ATTENDANCE))
    groups = _dealt(rng, GROUPS)
    regions = _dealt(rng, REGIONS)
    return [
        {
            "door": "room" if rng.random() < ROOM_SHARE else "online",
            "group": group,
            "region": IGO if group == IGO else region,
            "answers": _answers(rng, waves),
        }
        for waves, group, region in zip(attendance, groups, regions, strict=True)
    ]


def _dealt(rng: Random, counts: dict[Any, int]) -> list[Any]:
    cards = [value for value, count in counts.items() for _ in range(count)]
    rng.shuffle(cards)
    return cards


def _answers(rng: Random, attended: tuple[int, ...]) -> dict[tuple[int, str], str]:
    """Opinions move in every wave, also in one the person does not answer."""
    level, choice = _drawn(rng, FIRST_LEVEL), _drawn(rng, FIRST_CHOICE)
    answers: dict[tuple[int, str], str] = {}
    for wave in (1, 2, 3):
        if wave > 1:
            level, choice = _next_level(rng, level), _next_choice(rng, choice)
        skipped = rng.random() < SKIPPED_SECOND_QUESTION
        if wave in attended:
            answers[wave, "own-principles"] = str(level)
            if not skipped:
                answers[wave, "hardest-to-verify"] = choice
    return answers


def _drawn(rng: Random, weights: dict[Any, float]) -> Any:
    return rng.choices(list(weights), list(weights.values()))[0]


def _next_level(rng: Random, level: int) -> int:
    roll = rng.random()
    if roll < STEP_UP[level]:
        return level + 1
    return level - 1 if roll > 1 - STEP_DOWN[level] else level


def _next_choice(rng: Random, choice: str) -> str:
    return _drawn(rng, LATER_CHOICE) if rng.random() < CHOICE_LEFT[choice] else choice
