"""Who took part in an edition, by group, region, door, theme and type, small numbers hidden.

Counts of people go through `surveys.cells`, like every breakdown of the portal.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from forum.models import Edition
from forum.spreadsheets import INTEGER, Chart, Column, Sheet
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from outcomes.compiler.wording import told
from outcomes.exports import NOT_STATED, SessionRow
from surveys import cells
from surveys.cells import Cell

NAMED = "Named people"
ANSWERED = "People in surveys"


@dataclass(frozen=True)
class Share:
    """One cell of a breakdown: `Named people`, `Theme`, a theme, `Stakeholder group`, a group."""

    about: str
    by: str
    row: str
    across: str
    column: str
    cell: Cell

    @property
    def number(self) -> int | None:
        return self.cell if isinstance(self.cell, int) else None

    @property
    def words(self) -> str:
        return told(self.cell)


@dataclass(frozen=True)
class Summary:
    """What sessions of one theme or type left behind; sums of numbers each session shows."""

    name: str
    sessions: int
    papers: int
    reports: int
    room: int
    online: int


def summaries(rows: Iterable[SessionRow], of: Callable[[SessionRow], str]) -> list[Summary]:
    """One line per theme or type, in the order in which they first come."""
    kept: dict[str, list[SessionRow]] = {}
    for row in rows:
        kept.setdefault(of(row) or NOT_STATED, []).append(row)
    return [
        Summary(
            name,
            len(group),
            sum(row.has_public_paper for row in group),
            sum(row.workshop.report_filed_at is not None for row in group),
            *(sum(row.joined(door) or 0 for row in group) for door in Door.values),
        )
        for name, group in kept.items()
    ]


def shares(edition: Edition, rows: Sequence[SessionRow]) -> list[Share]:
    """Every breakdown: people named in sessions, each once in a row, and people in surveys."""
    found: list[Share] = []
    for by, read in _dimensions(edition).items():
        for across, columns, stated in _columns():
            if by != across:
                found += _named(rows, (by, across), read, columns, stated)
    for by in (edition.theme_label, "Type"):
        found += _joined(rows, by, _dimensions(edition)[by])
    return found


def summary_sheet(name: str, label: str, lines: Sequence[Summary]) -> Sheet:
    """A typed table with native charts of it."""
    columns = [
        Column(label, lambda one: one.name),
        Column("Sessions", lambda one: one.sessions, INTEGER),
        Column("Papers published", lambda one: one.papers, INTEGER),
        Column("Reports filed", lambda one: one.reports, INTEGER),
        Column("Joined surveys, room", lambda one: one.room, INTEGER),
        Column("Joined surveys, online", lambda one: one.online, INTEGER),
    ]
    charts = [
        Chart(f"People in surveys by {label.lower()}", [columns[4].header, columns[5].header]),
        Chart(f"Sessions by {label.lower()}", [columns[1].header]),
    ]
    return Sheet(name, columns, lines, charts)


SHARE_COLUMNS = [
    Column("About", lambda one: one.about),
    Column("By", lambda one: one.by),
    Column("Row", lambda one: one.row),
    Column("Across", lambda one: one.across),
    Column("Column", lambda one: one.column),
    Column("Number", lambda one: one.number, INTEGER),
    Column("In words", lambda one: one.words),
]


def _dimensions(edition: Edition) -> dict[str, Callable[[SessionRow, Any], str]]:
    """What the rows of a breakdown can be, each read from a session and one of its people."""
    return {
        edition.theme_label: lambda row, _one: theme_of(row),
        "Type": lambda row, _one: type_of(row),
        "Stakeholder group": lambda _row, one: one.group or one.person.group,
        "Regional group": lambda _row, one: one.region or one.person.region,
    }


def theme_of(row: SessionRow) -> str:
    return row.workshop.theme.title if row.workshop.theme else ""


def type_of(row: SessionRow) -> str:
    return row.workshop.type.name if row.workshop.type else ""


def _columns() -> list[tuple[str, list[str], Callable[[Any], str]]]:
    groups, regions, doors = StakeholderGroup.values, RegionalGroup.values, Door.values
    return [
        ("Stakeholder group", [*groups, NOT_STATED], lambda one: one.group or one.person.group),
        ("Regional group", [*regions, NOT_STATED], lambda one: one.region or one.person.region),
        ("Door", [*doors, NOT_STATED], lambda one: one.door),
    ]


def _named(
    rows: Sequence[SessionRow],
    names: tuple[str, str],
    read: Callable[[SessionRow, Any], str],
    columns: list[str],
    stated: Callable[[Any], str],
) -> list[Share]:
    """People named in sessions: in each row of the breakdown a person counts once."""
    people = {
        (one.person_id, read(row, one)): stated(one) or NOT_STATED
        for row in rows
        for one in row.people
    }
    counted = Counter((row, column) for (_person, row), column in people.items())
    return _released(NAMED, names, counted, columns)


def _joined(
    rows: Sequence[SessionRow], by: str, read: Callable[[SessionRow, Any], str]
) -> list[Share]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for door in Door.values:
            counted[read(row, None), door] += row.joined(door) or 0
    return _released(ANSWERED, (by, "Door"), counted, Door.values)


def _released(
    about: str, names: tuple[str, str], counted: Counter[tuple[str, str]], columns: Sequence[str]
) -> list[Share]:
    """The cells that may be shown; nothing where fewer than two rows are large enough."""
    sizes: Counter[str] = Counter()
    for (row, _column), number in counted.items():
        sizes[row] += number
    merged = cells.rows_shown(sizes)
    if merged is None:
        return []
    table: dict[str, dict[str, int]] = {
        shown: dict.fromkeys(columns, 0) for shown in dict.fromkeys(merged.values())
    }
    for (row, column), number in counted.items():
        table[merged[row]][column] += number
    released = cells.crosstab(table) or {}
    return [
        Share(about, names[0], row, names[1], column, cell)
        for row, line in released.items()
        for column, cell in line.items()
    ]
