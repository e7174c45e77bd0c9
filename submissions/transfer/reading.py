"""From the cells of a sent file to requests, before any of them is judged."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forum.spreadsheets import unguarded
from forum.tables import Line, Table, Unreadable
from submissions.rows import MOST
from submissions.transfer.export import FOR_READING, OF_A_ROW
from submissions.transfer.layout import (
    ACCOUNT,
    KEY,
    NUMBER,
    POSITION,
    Layout,
    header,
    numbered,
    plain,
    sheet_of,
)
from submissions.transfer.words import Cell, Plain

CONTINUED = re.compile(r"(.*) \(continued(?: ([0-9]{1,3}))?\)")
OWN_WORDS = {KEY, NUMBER, ACCOUNT}
MOST_REQUESTS = 3_000


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell, a row or the file, and what would be right."""

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass
class SentRow:
    """A row of a row set: where it stands, its texts, and the header of each."""

    sheet: str
    row: int
    texts: dict[str, str]
    headers: dict[str, str]


@dataclass
class Sent:
    """A request of the file. A field or row set that is missing in it stays as it is."""

    sheet: str
    row: int
    key: str
    about: dict[str, str]
    texts: dict[str, str]
    rows: dict[str, list[SentRow]] = field(default_factory=dict)

    def problem(self, message: str, column: str = "") -> Problem:
        return Problem(message, self.sheet, self.row, column)


@dataclass
class Place:
    """Where in the lines of a table a text stands, in its order if it has several parts."""

    header: str
    cell: Cell
    columns: list[int] = field(default_factory=list)

    def text(self, line: Line) -> str:
        return plain("".join(unguarded(line.cell(column)) for column in self.columns))


class Reading:
    """The requests of a file, with what is wrong in it and what of it is left out."""

    def __init__(self, layout: Layout, tables: list[Table]):
        self.layout = layout
        self.problems: list[Problem] = []
        self.left_out: list[str] = []
        main = self._main(tables)
        self.requests = self._requests(main)
        sheets = {sheet_of(prefix).casefold(): prefix for prefix in layout.rows}
        for table in tables:
            if prefix := sheets.get(table.name.strip().casefold(), ""):
                self._read_rows(table, prefix)
            elif table is not main and table.headers:
                self.left_out.append(_("sheet %(name)s") % {"name": table.name})

    def _main(self, tables: list[Table]) -> Table:
        name = self.layout.transfer.sheet
        found = [table for table in tables if table.name.strip().casefold() == name.casefold()]
        found = found or (tables if len(tables) == 1 else [])
        if not found:
            raise Unreadable(_("There is no sheet “%(name)s” in this file.") % {"name": name})
        if not found[0].headers:
            raise Unreadable(_("This file is empty."))
        if len(found[0].lines) > MOST_REQUESTS:
            text = _("More than %(n)d requests cannot be read at once. Send them in parts.")
            raise Unreadable(text % {"n": MOST_REQUESTS})
        return found[0]

    def _requests(self, main: Table) -> list[Sent]:
        cells: dict[str, Cell] = {name: Plain() for name in OWN_WORDS}
        cells |= {header(name): cell for name, cell in self.layout.fields.items()}
        names = {header(name): name for name in self.layout.fields}
        places = self._places(main, cells | self._numbered(main))
        if not places.keys() & {KEY, *names}:
            raise Unreadable(
                _(
                    "The first row has to name the columns; none of them is known. Begin with an export."
                )
            )
        numbered_sets = self._sets(main, places)
        found = []
        for line in main.lines:
            texts = self._texts(main, line, places)
            about = {name: texts[name] for name in OWN_WORDS if name in texts}
            own = {names[name]: text for name, text in texts.items() if name in names}
            sent = Sent(main.name, line.number, about.get(KEY, ""), about, own)
            for prefix, numbers in numbered_sets.items():
                sent.rows[prefix] = list(self._side_by_side(sent, prefix, numbers, texts))
            found.append(sent)
        return found

    def _numbered(self, main: Table) -> dict[str, Cell]:
        """The headers of numbered columns that this table has."""
        found: dict[str, Cell] = {}
        for prefix, cells in self.layout.rows.items():
            numbers = self._numbers(main, prefix)
            for number in sorted(numbers):
                found |= {numbered(prefix, number, name): cell for name, cell in cells.items()}
        return found

    def _numbers(self, main: Table, prefix: str) -> set[int]:
        pattern = re.compile(rf"{prefix} ([1-9][0-9]{{0,2}}) .+")
        matches = (pattern.fullmatch(_key(name)) for name in main.headers)
        return {int(match[1]) for match in matches if match}

    def _sets(self, main: Table, places: Mapping[str, Place]) -> dict[str, list[int]]:
        """The row sets that stand in numbered columns, whole."""
        found = {}
        for prefix, cells in self.layout.rows.items():
            numbers = sorted(
                number
                for number in self._numbers(main, prefix)
                if any(numbered(prefix, number, name) in places for name in cells)
            )
            wanted = [numbered(prefix, n, name) for n in numbers for name in cells]
            if self._complete(main, wanted, places) and numbers:
                found[prefix] = numbers
        return found

    def _side_by_side(
        self, sent: Sent, prefix: str, numbers: list[int], texts: Mapping[str, str]
    ) -> Iterator[SentRow]:
        for number in numbers:
            headers = {name: numbered(prefix, number, name) for name in self.layout.rows[prefix]}
            own = {name: texts[title] for name, title in headers.items()}
            if self._says_something(prefix, own):
                yield SentRow(sent.sheet, sent.row, own, headers)

    def _read_rows(self, table: Table, prefix: str) -> None:
        """Give the rows of a sheet to their requests, in the order of their positions."""
        headers = {name: header(name) for name in self.layout.rows[prefix]}
        cells = {headers[name]: cell for name, cell in self.layout.rows[prefix].items()}
        places = self._places(table, {KEY: Plain(), POSITION: Plain()} | cells, {OF_A_ROW})
        if any(prefix in sent.rows for sent in self.requests):
            text = _("These rows stand in columns of the first sheet as well. Keep one of both.")
            self.problems.append(Problem(text, table.name, 1))
        if not self._complete(table, [KEY, *cells], places):
            return
        given: dict[str, list[tuple[int, SentRow]]] = {
            _key(s.key): [] for s in self.requests if s.key
        }
        for line in table.lines:
            texts = self._texts(table, line, places)
            own = {name: texts[title] for name, title in headers.items()}
            if not self._says_something(prefix, own):
                continue
            row = SentRow(table.name, line.number, own, headers)
            if (key := _key(texts[KEY])) in given:
                given[key].append((self._position(row, texts.get(POSITION, "")), row))
            else:
                self.problems.append(self._homeless(row))
        for sent in self.requests:
            found = sorted(given.get(_key(sent.key), []), key=lambda pair: pair[0])
            sent.rows[prefix] = [row for _position, row in found]

    def _says_something(self, prefix: str, texts: Mapping[str, str]) -> bool:
        cells = self.layout.rows[prefix]
        return any(any(cells[name].read(text)) for name, text in texts.items())

    def _homeless(self, row: SentRow) -> Problem:
        text = _("No request of the sheet “%(name)s” has this uuid. Write the one it belongs to.")
        message = text % {"name": self.layout.transfer.sheet}
        return Problem(message, row.sheet, row.row, KEY)

    def _position(self, row: SentRow, text: str) -> int:
        if re.fullmatch(r"[0-9]{1,5}", text):
            return int(text)
        if text:
            message = _("Write a whole number, or leave it empty for the order of the sheet.")
            self.problems.append(Problem(message, row.sheet, row.row, POSITION))
        return 100_000

    def _places(
        self, table: Table, cells: Mapping[str, Cell], known: set[str] | None = None
    ) -> dict[str, Place]:
        """Where the columns stand; names those nobody knows, and those that come twice."""
        known = {*FOR_READING} if known is None else known
        found: dict[str, Place] = {}
        seen: set[str] = set()
        for column, title in enumerate(table.headers):
            name = _key(title)
            whole = match[1] if (match := CONTINUED.fullmatch(name)) else name
            if name in seen and name:
                text = _("This column comes twice. Take one of them out.")
                self.problems.append(Problem(text, table.name, 1, title))
            elif whole in cells:
                found.setdefault(whole, Place(whole, cells[whole])).columns.append(column)
            elif name and name not in known:
                self.left_out.append(f"{table.name}: {title}" if table.name else title)
            seen.add(name)
        return found

    def _complete(self, table: Table, wanted: list[str], places: Mapping[str, Place]) -> bool:
        """Rows replace what is stored, so none of their columns may be missing."""
        missing = [name for name in wanted if name not in places]
        if missing:
            text = _(
                "The column is missing. Rows are replaced as a whole, so all columns are needed."
            )
            self.problems += [Problem(text, table.name, 1, name) for name in missing[:MOST]]
        return not missing

    def _texts(self, table: Table, line: Line, places: Mapping[str, Place]) -> dict[str, str]:
        for place in places.values():
            if line.dates.intersection(place.columns):
                text = _(
                    "The spreadsheet made a date of this. Format the cell as text and type it again."
                )
                self.problems.append(Problem(text, table.name, line.number, place.header))
        return {name: place.text(line) for name, place in places.items()}


def _key(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
