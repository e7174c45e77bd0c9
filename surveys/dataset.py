"""The plain data a survey is counted from; no database, no clock, no randomness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SINGLE, MULTIPLE, AGREEMENT, TEXT = "single", "multiple", "agreement", "text"
RANKING, NUMBER, CONSENT = "ranking", "number", "consent"
KINDS = (SINGLE, MULTIPLE, AGREEMENT, RANKING, NUMBER, CONSENT, TEXT)
ABSTAIN = "abstain"
DIMENSIONS = ("door", "group", "region")
DOORS = ("room", "online")

Answer = str | int | float | list[str]


@dataclass(frozen=True)
class OptionData:
    """One option as it was asked; `support` counts it as "yes" where a comparison is yes or no."""

    id: str
    text: str
    support: bool = False


@dataclass(frozen=True)
class WaveData:
    """One wave; `shown_at` is an ISO time or empty, `changed` = edited during the session."""

    number: int
    title: str
    voided: bool = False
    void_reason: str = ""
    shown_at: str = ""
    changed: bool = False


@dataclass(frozen=True)
class AskingData:
    """One question in one wave; askings with the same `item` are the same question asked again.

    `number` of a number question: `min`, `max`, `unit`, `decimals`.
    """

    id: str
    wave: int
    item: str
    kind: str
    text: str
    options: Sequence[OptionData] = ()
    number: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerRow:
    """One person's answer: an option id (single, agreement, consent), sorted option ids
    (multiple), option ids from the most preferred on (ranking), a number, text, or ABSTAIN.

    `voter` is the key that still links answers before the seal; it never leaves the counters.
    """

    asking: str
    voter: str
    answer: Answer
    nonce: str
    receipt: str


@dataclass(frozen=True)
class Voter:
    """What an attendee said about herself; empty = not stated."""

    door: str
    group: str = ""
    region: str = ""


@dataclass(frozen=True)
class Comparison:
    """A comparison planned before its first wave: one item over 2 or 3 waves.

    `levels` maps option id -> level name, from lowest to highest, at most 3 names. Empty means:
    agreement -> disagree, neither, agree; consent -> object, can live with it, support; single
    with `support` options -> other, support; other single and multiple choice, and the first
    choices of a ranking -> one yes/no table per option. Numbers and text are not compared.
    """

    item: str
    waves: tuple[int, ...]
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Merge:
    """Groups declared beforehand to be shown as one, e.g. technical community and IGOs."""

    dimension: str
    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class SurveyData:
    """Everything one survey is counted and sealed from. At most one comparison per item."""

    session: str
    title: str
    waves: Sequence[WaveData]
    askings: Sequence[AskingData]
    answers: Sequence[AnswerRow]
    voters: Mapping[str, Voter]
    comparisons: Sequence[Comparison] = ()
    merges: Sequence[Merge] = ()
    simulated: bool = False
    level: str = "open"
    codes_given: int = 0
