"""Reading tables that people send, CSV or XLSX: what comes out is text, and its size is bounded."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forum.errors import RuleError

LARGEST = 10_000_000
LONGEST_CELL = 131_072
MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_CHARACTERS = 20_000, 1_500, 600_000, 40_000_000
DELIMITERS = ",;\t"
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class Unreadable(RuleError):
    """A file that is no table, or is more than one table may be."""


@dataclass(frozen=True)
class Line:
    """One row with the number that a spreadsheet shows beside it; `dates` are columns it dated."""

    number: int
    cells: list[str]
    dates: frozenset[int] = frozenset()

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """A sheet: its first row as headers, and every later row in which something stands."""

    name: str
    headers: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Measure:
    """Counts what was read and refuses what is too much, before it is kept."""

    def __init__(self) -> None:
        self.cells = self.characters = 0

    def row(self, line: Line) -> None:
        if line.number > MOST_ROWS:
            raise Unreadable(
                _("This has more than %(n)d rows. Send it in parts.") % {"n": MOST_ROWS}
            )
        if len(line.cells) > MOST_COLUMNS:
            text = _("Row %(row)d has more than %(n)d columns.")
            raise Unreadable(text % {"row": line.number, "n": MOST_COLUMNS})
        self.cells += len(line.cells)
        self.characters += sum(map(len, line.cells))
        if self.cells > MOST_CELLS or self.characters > MOST_CHARACTERS:
            raise Unreadable(_("This is too much text for one file. Send it in parts."))


def read_csv(data: bytes) -> Table:
    """A CSV in UTF-8 or UTF-16, parted by comma, semicolon or tab; raises Unreadable."""
    text = _decoded(data)
    if "\x00" in text:
        raise Unreadable(_not_a_table())
    delimiter, text = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LONGEST_CELL)
    try:
        return table("", _lines(reader), Measure())
    except csv.Error as error:
        message = _("Row %(row)d cannot be read as CSV. Look for a quotation mark too many.")
        raise Unreadable(message % {"row": reader.line_num}) from error


def table(name: str, lines: Iterable[Line], measure: Measure) -> Table:
    """A table of these rows, those left empty not counted."""
    found = Table(name)
    for line in lines:
        measure.row(line)
        if not any(cell.strip() for cell in line.cells):
            continue
        if found.headers:
            found.lines.append(line)
        else:
            found.headers.extend(" ".join(cell.split()) for cell in line.cells)
    return found


def _lines(reader: Iterable[list[str]]) -> Iterator[Line]:
    for number, cells in enumerate(reader, start=1):
        yield Line(number, cells)


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if data[:2] == b"PK" or data.count(b"\x00"):
            raise Unreadable(_not_a_table()) from error
        text = _("This file is not in UTF-8. Save it as “CSV UTF-8” or as XLSX and send it again.")
        raise Unreadable(text) from error


def _delimiter(text: str) -> tuple[str, str]:
    """The sign between the columns, and the text without a line that only names it."""
    first, _newline, rest = text.partition("\n")
    if first.strip()[:4].casefold() == "sep=" and first.strip()[4:5] in tuple(DELIMITERS):
        return first.strip()[4:5], rest
    return max(DELIMITERS, key=lambda sign: _columns(text, sign)), text


def _columns(text: str, delimiter: str) -> int:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return len(next(reader, []))
    except csv.Error:
        return 0


def _not_a_table() -> str:
    return _("This is not a table. Send a CSV or an XLSX file.")
