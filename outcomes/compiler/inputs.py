"""The plain data a paper is compiled from; what `outcomes.inputs` reads from the database."""

from dataclasses import asdict, dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class SurveyInput:
    """One sealed survey: rules, figures and open answers as read from its record.

    `links`: asking id -> letter of the policy question it was asked for. `turns`: door -> times
    somebody spoke. `held_back`: asking id -> open answers a moderator hid; `texts` is without them.
    `ideas`: id, kind, text, language, door, name, supporters, may_quote of those that were approved
    and may be quoted; `unquoted` is the number of approved ones that may not.
    """

    rules: Row
    figures: list[Row]
    texts: dict[str, list[list[str]]]
    links: dict[str, str]
    sha256: str
    sealed: str
    bundle_url: str
    turns: dict[str, int] = field(default_factory=dict)
    held_back: dict[str, int] = field(default_factory=dict)
    ideas: list[Row] = field(default_factory=list)
    unquoted: int = 0


@dataclass(frozen=True)
class PaperInput:
    """One session; times are already in words.

    session: full_name, short_name, title, url, when, room, format, theme, topics, edition, …
    people: role, name, affiliation, group. questions: letter, text. agenda: title, minutes.
    notes: id, consent, kind, text, door, speaker, question (letter), item (number), simulated; where
    there is one group, disposition with reason, and passage (sha256, number, clock, text, label,
    start, end) of a quote from the transcript.
    items: number, title, before, after.
    """

    session: Row
    people: list[Row] = field(default_factory=list)
    agenda: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    survey: SurveyInput | None = None

    def as_data(self) -> Row:
        return asdict(self)

    @property
    def simulated(self) -> bool:
        """Whether answers or notes in it were made up for a sample."""
        survey = self.survey is not None and bool(self.survey.rules["simulated"])
        return survey or any(note["simulated"] for note in self.notes)
