"""Reading XLSX as a stream: text only, exactly as it was written, and never more than fits.

No formula is run, no entity is resolved, no part outside the workbook is opened.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from forum.tables import MOST_CHARACTERS, MOST_COLUMNS, Line, Measure, Table, Unreadable, table

MOST_PARTS, MOST_SHEETS, LARGEST_PARTS = 500, 30, 80_000_000
CHUNK = 65_536
ESCAPED = re.compile(r"_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"
Attributes = dict[str, str]


def read_xlsx(data: bytes) -> list[Table]:
    """Every sheet of a workbook in its order; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Book(archive).tables()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError) as error:
        raise Unreadable(_("This workbook is damaged. Save it anew and send it again.")) from error
    except (NotImplementedError, RuntimeError, ValueError, IndexError) as error:
        text = _("This workbook cannot be read. Save it as XLSX without a password.")
        raise Unreadable(text) from error


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.left = archive, LARGEST_PARTS
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_PARTS:
            raise _too_large()
        self.names = {part.filename for part in parts}
        if "xl/workbook.xml" not in self.names:
            raise Unreadable(_("This is not a table. Send a CSV or an XLSX file."))

    def tables(self) -> list[Table]:
        sheets, targets = self._sheets(), self._targets()
        if len(sheets) > MOST_SHEETS:
            raise _too_large()
        self.strings, self.dated, measure = self._strings(), self._dated(), Measure()
        return [
            table(name, self._lines(targets[key]), measure)
            for name, key in sheets
            if key in targets and targets[key] in self.names
        ]

    def _sheets(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []

        def start(name: str, given: Attributes) -> None:
            if name == "sheet":
                key = given.get(f"{RELATION} id") or given.get(f"{STRICT_RELATION} id", "")
                found.append((given.get("name", ""), key))

        self._parse("xl/workbook.xml", start)
        return found

    def _targets(self) -> dict[str, str]:
        """The parts by the keys the workbook calls them with; worksheets only."""
        found: dict[str, str] = {}

        def start(name: str, given: Attributes) -> None:
            if name == "Relationship" and given.get("Type", "").endswith("/worksheet"):
                path = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))
                found[given.get("Id", "")] = path.lstrip("/")

        self._parse("xl/_rels/workbook.xml.rels", start)
        return found

    def _strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.names:
            return []
        found, text = [], _Text()

        def end(name: str) -> None:
            text.end(name)
            if name == "si":
                found.append(text.take())

        self._parse("xl/sharedStrings.xml", text.start, end, text.characters)
        return found

    def _dated(self) -> set[int]:
        """The styles under which a number is a date."""
        if "xl/styles.xml" not in self.names:
            return set()
        formats, dated, state = set(DATE_FORMATS), set(), {"inside": False, "number": 0}

        def start(name: str, given: Attributes) -> None:
            if name == "numFmt" and DATE_CODE.search(NOT_CODE.sub("", given.get("formatCode", ""))):
                formats.add(int(given.get("numFmtId", "0")))
            elif name == "cellXfs":
                state["inside"] = True
            elif name == "xf" and state["inside"]:
                if int(given.get("numFmtId", "0")) in formats:
                    dated.add(state["number"])
                state["number"] += 1

        def end(name: str) -> None:
            if name == "cellXfs":
                state["inside"] = False

        self._parse("xl/styles.xml", start, end)
        return dated

    def _lines(self, part: str) -> Iterator[Line]:
        sheet = _Rows(self.strings, self.dated)
        for _chunk in self._chunks(part, sheet.start, sheet.end, sheet.text.characters):
            yield from sheet.take()

    def _parse(self, part: str, start: Callable, end: Callable = id, text: Callable = id) -> None:
        for _chunk in self._chunks(part, start, end, text):
            continue

    def _chunks(self, part: str, start: Callable, end: Callable, text: Callable) -> Iterator[None]:
        parser: Any = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = lambda name, given: start(name.rpartition(" ")[2], given)
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = text
        with self.archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise _too_large()
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield


class _Text:
    """Collects what stands in <t>, the reading aids of Japanese and Chinese left out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.inside = self.aid = False
        self.total = 0

    def start(self, name: str, _given: Attributes) -> None:
        if name == "rPh":
            self.aid = True
        elif name in ("t", "v"):
            self.inside = not self.aid

    def end(self, name: str) -> None:
        if name == "rPh":
            self.aid = False
        elif name in ("t", "v"):
            self.inside = False

    def characters(self, data: str) -> None:
        if self.inside:
            self.total += len(data)
            if self.total > MOST_CHARACTERS:
                raise _too_large()
            self.pieces.append(data)

    def take(self) -> str:
        """The text so far, with its control characters back; begins a new one."""
        text, self.pieces = "".join(self.pieces), []
        return ESCAPED.sub(_restored, text) if "_x" in text else text


class _Rows:
    """Puts the cells of a sheet together, row by row."""

    def __init__(self, strings: list[str], dated: set[int]) -> None:
        self.strings, self.dated, self.text = strings, dated, _Text()
        self.done: list[Line] = []
        self.number, self.place = 0, -1
        self.cells: dict[int, str] = {}
        self.dates: set[int] = set()
        self.kind, self.style = "", 0

    def start(self, name: str, given: Attributes) -> None:
        self.text.start(name, given)
        if name == "row":
            self.number = int(given.get("r", self.number + 1))
            self.cells, self.dates, self.place = {}, set(), -1
        elif name == "c":
            match = REFERENCE.fullmatch(given.get("r", ""))
            self.place = _column(match[1]) if match else self.place + 1
            self.kind, self.style = given.get("t", "n"), int(given.get("s", "0"))

    def end(self, name: str) -> None:
        self.text.end(name)
        if name == "c":
            if value := self._value(self.text.take()):
                self.cells[self._checked(self.place)] = value
        elif name == "row":
            filled = [self.cells.get(place, "") for place in range(max(self.cells, default=-1) + 1)]
            if self.cells:
                self.done.append(Line(self.number, filled, frozenset(self.dates)))

    def take(self) -> list[Line]:
        done, self.done = self.done, []
        return done

    def _checked(self, place: int) -> int:
        if place >= MOST_COLUMNS:
            text = _("Row %(row)d has more than %(n)d columns.")
            raise Unreadable(text % {"row": self.number, "n": MOST_COLUMNS})
        return place

    def _value(self, text: str) -> str:
        if self.kind == "s" and text:
            return self.strings[int(text)]
        if self.kind == "b":
            return "yes" if text == "1" else "no"
        if self.kind == "n" and text:
            if self.style in self.dated:
                self.dates.add(self.place)
            return _number(text)
        return text


def _number(text: str) -> str:
    """A number as a person types it: 90, not 90.0."""
    value = float(text)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else text


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _restored(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    point = int(match[2], 16)
    return match[0] if 0xD800 <= point <= 0xDFFF else chr(point)


def _refuse_doctype(*_declared: object) -> None:
    raise Unreadable(_("This workbook declares a document type, which no spreadsheet does."))


def _too_large() -> Unreadable:
    return Unreadable(_("This workbook is too large when unpacked. Send it in parts."))
