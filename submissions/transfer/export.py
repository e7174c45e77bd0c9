"""The requests of an edition as sheets: everything typed, and what became of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from forum.spreadsheets import EXACT, INTEGER, Column, Sheet
from submissions.models import Submission
from submissions.transfer.layout import (
    ACCOUNT,
    KEY,
    NUMBER,
    POSITION,
    TITLE,
    Layout,
    header,
    numbered,
    sheet_of,
)

Row = dict[str, Any]
LONGEST_PIECE = 16_000
FOR_READING = ("status", "sample", "submitted at", "changed at", "decided at", "released at")
OF_A_ROW = "request title"


class Export:
    """The sent requests of a layout's edition, in the order of the queryset."""

    def __init__(self, layout: Layout, requests: Iterable[Submission]):
        self.layout, self.name = layout, layout.transfer.sheet
        self.requests: list[tuple[Row, dict[str, list[Row]]]] = []
        for request in requests:
            main, rows = layout.cells(layout.of(request))
            self.requests.append((_about(request) | main, rows))

    def sheets(self) -> list[Sheet]:
        """One sheet of requests, and one of each kind of row, joined by the uuid."""
        mains = [main for main, _rows in self.requests]
        fields = [header(name) for name in self.layout.fields]
        return [
            _sheet(self.name, _leading(), fields, mains),
            *(self._row_sheet(prefix) for prefix in self.layout.rows),
        ]

    def sheet(self) -> Sheet:
        """One line for each request, its rows side by side in numbered columns."""
        mains = [main | _side_by_side(rows) for main, rows in self.requests]
        fields = [header(name) for name in self.layout.fields]
        for prefix, cells in self.layout.rows.items():
            most = max((len(rows.get(prefix, ())) for _main, rows in self.requests), default=0)
            for number in range(1, max(most, 1) + 1):
                fields += [numbered(prefix, number, name) for name in cells]
        return _sheet(self.name, _leading(), fields, mains)

    def _row_sheet(self, prefix: str) -> Sheet:
        leading = [_column(KEY), _column(OF_A_ROW), _column(POSITION, INTEGER)]
        found = [
            row | {KEY: main[KEY], OF_A_ROW: main[TITLE], POSITION: number}
            for main, rows in self.requests
            for number, row in enumerate(rows.get(prefix, ()), start=1)
        ]
        fields = [header(name) for name in self.layout.rows[prefix]]
        return _sheet(sheet_of(prefix), leading, fields, found)


def pieces(text: str) -> list[str]:
    """The text in parts that fit into one cell each; joined they are the text again."""
    return [text[at : at + LONGEST_PIECE] for at in range(0, len(text), LONGEST_PIECE)] or [""]


def continued(name: str, number: int) -> str:
    """The header of a part of a text that is too long for one cell."""
    return name if number == 0 else f"{name} (continued{f' {number}' if number > 1 else ''})"


def _sheet(name: str, leading: list[Column], fields: Sequence[str], found: list[Row]) -> Sheet:
    columns = list(leading)
    for field in fields:
        most = max((len(pieces(row.get(field, ""))) for row in found), default=1)
        columns += [_column(continued(field, n), EXACT, _piece(field, n)) for n in range(most)]
    return Sheet(name, columns, found)


def _leading() -> list[Column]:
    about = [_column(name) for name in (*FOR_READING, ACCOUNT)]
    return [_column(KEY), _column(NUMBER, INTEGER), *about]


def _column(name: str, kind: str = EXACT, value: Callable[[Any], object] | None = None) -> Column:
    return Column(name, value or (lambda row: row.get(name)), kind)


def _piece(field: str, number: int) -> Callable[[Any], object]:
    def read(row: Row) -> str:
        found = pieces(row.get(field, ""))
        return found[number] if number < len(found) else ""

    return read


def _side_by_side(rows: dict[str, list[Row]]) -> Row:
    return {
        numbered(prefix, number, name): text
        for prefix, items in rows.items()
        for number, row in enumerate(items, start=1)
        for name, text in row.items()
    }


def _about(request: Submission) -> Row:
    account = request.created_by.email if request.created_by else ""
    moments = {
        "submitted at": request.submitted_at,
        "changed at": request.updated_at,
        "decided at": request.decided_at,
        "released at": request.released_at,
    }
    sample = "sample" if request.is_sample else ""
    about = {KEY: str(request.uuid), NUMBER: request.number, "status": request.status}
    return {**about, "sample": sample, ACCOUNT: account} | {
        name: _iso(moment) for name, moment in moments.items()
    }


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""
