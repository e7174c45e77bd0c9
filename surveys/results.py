"""Results as pages show them, and who may see them when."""

from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.vocabulary import Door
from surveys import cells, panel, settled, state, stats
from surveys.models import Asking, Question, Survey, Wave, in_language

LEVELS = {
    "disagree": gettext_lazy("Disagree"),
    "neither": gettext_lazy("Neither agree nor disagree"),
    "agree": gettext_lazy("Agree"),
    "support": gettext_lazy("Support"),
    "other": gettext_lazy("Other answers"),
    "object": gettext_lazy("Object"),
    "can live with it": gettext_lazy("Can live with it"),
}


@dataclass(frozen=True)
class Bar:
    """One option of shown results; `share` and `was` in percent, None below 10 answers."""

    text: str
    people: int
    width: float
    share: int | None
    was: int | None


@dataclass(frozen=True)
class DoorRow:
    """People of one door by level; what is too small to show stands there in words."""

    name: str
    cells: list[str]


@dataclass(frozen=True)
class DoorTable:
    levels: list[str] = field(default_factory=list)
    rows: list[DoorRow] = field(default_factory=list)


@dataclass(frozen=True)
class Panel:
    """A wave with its results, for moderators."""

    wave: Wave
    results: list["Result"]
    doors: list[DoorTable | None]
    texts: list[list[str]]

    @property
    def rows(self) -> list[tuple["Result", DoorTable | None, list[str]]]:
        return list(zip(self.results, self.doors, self.texts, strict=True))


@dataclass(frozen=True)
class Result:
    """A question with its results; `first` is the earlier wave it is compared with.

    Bars of a ranking show first choices; `lines` say in words what bars cannot.
    """

    number: int
    text: str
    n: int
    bars: list[Bar]
    first: Wave | None
    first_n: int
    abstained: int = 0
    lines: list[str] = field(default_factory=list)
    planned: bool = True

    @property
    def compared(self) -> str:
        """What to think of the comparison with `first`: two totals, and not of the same people."""
        if self.first is None:
            return ""
        if self.planned:
            return _("The people may differ: composition may have changed.")
        return _("Exploratory, not planned. The people may differ: composition may have changed.")

    @property
    def base(self) -> str:
        """Who the results are about: `12 people answered, 3 abstained.`"""
        people = ngettext("%(n)s person answered", "%(n)s people answered", self.n) % {"n": self.n}
        if not self.abstained:
            return f"{people}."
        return _("%(people)s, %(m)s abstained.") % {"people": people, "m": self.abstained}


def shown_results(wave: Wave | None) -> list[Result]:
    """The results of the wave beside those of the first wave with the same question."""
    if wave is None or wave.status != Wave.Status.SHOWN or wave.voided_at:
        return []
    return _results(wave)


def for_moderators(survey: Survey) -> list[Panel]:
    """Every closed wave, the last one first; nothing of a wave that is still open."""
    closed = [wave for wave in survey.waves.all() if wave.closed_at]
    return [_panel(wave) for wave in sorted(closed, key=lambda w: -w.position)]


def _panel(wave: Wave) -> Panel:
    askings = list(state.askings_of(wave))
    return Panel(
        wave=wave,
        results=_results(wave),
        doors=[_door_table(asking) for asking in askings],
        texts=[panel.texts(a) if a.question.kind == Question.Kind.TEXT else [] for a in askings],
    )


def _door_table(asking: Asking) -> DoorTable | None:
    table = settled.by_door(asking)
    if not table:
        return None
    words = {o["id"]: state.option_text(asking.question, o) for o in asking.question.options}
    names = dict(Door.choices)
    levels = list(next(iter(table.values())))
    return DoorTable(
        levels=[str(words.get(level) or LEVELS.get(level, level)) for level in levels],
        rows=[
            DoorRow(str(names.get(door, _("Not stated"))), [_cell(row[level]) for level in levels])
            for door, row in table.items()
        ],
    )


def _cell(cell: cells.Cell) -> str:
    words = {cells.UNDER: _("under 5"), cells.HELD: _("held back")}
    return words.get(str(cell), str(cell))


def _results(wave: Wave) -> list[Result]:
    return [_result(number, asking) for number, asking in enumerate(state.askings_of(wave), 1)]


def _result(number: int, asking: Asking) -> Result:
    answers = panel.answers(asking)
    counted = panel.counts(asking, answers)
    earlier = _first_asking(asking)
    before = panel.counts(earlier) if earlier else None
    return Result(
        number=number,
        text=in_language(asking.question.text),
        n=counted.n,
        bars=_bars(asking.question, counted, before),
        first=earlier.wave if earlier else None,
        first_n=before.n if before else 0,
        abstained=counted.abstained,
        lines=_lines(asking.question, answers),
        planned=bool(earlier and earlier.compared and asking.compared),
    )


def _lines(question: Question, answers: list) -> list[str]:
    if question.kind == Question.Kind.NUMBER:
        return _number_lines(question, stats.numbers(answers))
    if question.kind != Question.Kind.RANKING:
        return []
    ranks = stats.ranks([option["id"] for option in question.options], answers)
    words = {o["id"]: state.option_text(question, o) for o in question.options}
    known = sorted((rank, words[key]) for key, rank in ranks.items() if rank is not None)
    lines = [
        _("Mean rank %(rank)s: %(option)s") % {"rank": _told(r), "option": o} for r, o in known
    ]
    return [_("The bars show first choices."), *lines]


def _number_lines(question: Question, found: dict[str, float | None]) -> list[str]:
    if found["median"] is None:
        return [_("Too few answers for a median.")]
    told = {name: _told(value) for name, value in found.items() if value is not None}
    told["unit"] = state.number(question)["unit"]
    return [
        _("Median %(median)s %(unit)s, mean %(mean)s.") % told,
        _("Half of the answers lie from %(low_quartile)s to %(high_quartile)s.") % told,
    ]


def _told(value: float) -> str:
    """The number with at most two decimals, as the language writes it."""
    return formats.localize(int(value) if value == int(value) else round(value, 2))


def _bars(question: Question, counted: stats.Counts, before: stats.Counts | None) -> list[Bar]:
    options = list(question.options)
    if question.kind == Question.Kind.AGREEMENT:
        options.reverse()
    return [_bar(question, option, counted, before) for option in options]


def _bar(
    question: Question, option: dict, counted: stats.Counts, before: stats.Counts | None
) -> Bar:
    people = counted.counts[option["id"]]
    was = _percent(before.counts.get(option["id"], 0), before.n) if before else None
    return Bar(
        text=state.option_text(question, option),
        people=people,
        width=round(100 * people / counted.n, 1) if counted.n else 0,
        share=_percent(people, counted.n),
        was=was,
    )


def _percent(people: int, n: int) -> int | None:
    part = stats.share(people, n)
    return None if part is None else round(100 * part)


def _first_asking(asking: Asking) -> Asking | None:
    """The same question in the first wave that was closed before this one."""
    return (
        Asking.objects.filter(
            question=asking.question_id,
            wave__position__lt=asking.wave.position,
            wave__opened_at__isnull=False,
            wave__voided_at=None,
        )
        .select_related("question", "wave")
        .order_by("wave__position")
        .first()
    )
