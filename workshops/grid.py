"""One day of the programme as a table: rooms in columns, one row per quarter of an hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from workshops.models import Room, Slot

STEP = timedelta(minutes=15)
MOST_ROWS = 24 * 4


@dataclass(frozen=True)
class Cell:
    """A session or, without one, free time; `rows` quarters of an hour high."""

    slot: Slot | None
    rows: int


@dataclass(frozen=True)
class Row:
    starts_at: datetime
    is_start: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    rooms: list[Room]
    rows: list[Row]


def grid(slots: Iterable[Slot]) -> Grid | None:
    """The table of these slots, from the first start to the last end; None without slots."""
    slots = list(slots)
    if not slots:
        return None
    begin = _floor(min(slot.starts_at for slot in slots))
    height = min(max(_row(slot.ends_at, begin, up=True) for slot in slots), MOST_ROWS)
    rooms = sorted({slot.room for slot in slots}, key=lambda room: (room.position, room.name))
    columns = [
        _column([slot for slot in slots if slot.room == room], begin, height) for room in rooms
    ]
    starts = {_row(slot.starts_at, begin) for slot in slots}
    rows = [
        Row(begin + row * STEP, row in starts, [column[row] for column in columns if row in column])
        for row in range(height)
    ]
    return Grid(rooms, rows)


def _column(slots: list[Slot], begin: datetime, height: int) -> dict[int, Cell]:
    """Row number → the cell that starts there."""
    cells, free_from = {}, 0
    for slot in sorted(slots, key=lambda slot: slot.starts_at):
        first = max(_row(slot.starts_at, begin), free_from)
        last = min(max(_row(slot.ends_at, begin, up=True), first + 1), height)
        if first > free_from:
            cells[free_from] = Cell(None, first - free_from)
        cells[first] = Cell(slot, last - first)
        free_from = last
    if free_from < height:
        cells[free_from] = Cell(None, height - free_from)
    return cells


def _floor(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def _row(moment: datetime, begin: datetime, up: bool = False) -> int:
    steps = (moment - begin) / STEP
    return int(-(-steps // 1)) if up else int(steps)
