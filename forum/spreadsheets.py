"""The one writer for CSV and the one for XLSX: typed cells, and no cell is ever a formula."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

TEXT, INTEGER, MOMENT, EXACT = "text", "integer", "moment", "exact"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
GUARDED = (*DANGEROUS, "'", "<r>")
CELL_LIMIT = 32_767
FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 (spreadsheets have no time zones)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
RICH_TEXT = re.compile(r"<r>.*</r>", re.DOTALL)
WIDTHS = {TEXT: 28, INTEGER: 12, MOMENT: 18, EXACT: 28}


@dataclass(frozen=True)
class Column:
    """A header, the kind of its cells and how the value is read from a row's object.

    Moments are written without zone, so the header has to name it. EXACT text is to be read
    again: nothing is cut or left out, and its guard against formulas can be told from the text.
    """

    header: str
    value: Callable[[Any], object]
    kind: str = TEXT


@dataclass(frozen=True)
class Chart:
    """A chart of a sheet's own cells: the first column names the bars, `columns` are stacked."""

    title: str
    columns: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: Sequence[Column]
    objects: Iterable[Any] = field(default_factory=list)
    charts: Sequence[Chart] = ()

    def headers(self) -> list[str]:
        return [column.header for column in self.columns]

    def rows(self) -> list[list[object]]:
        """The cells, typed: str, int, naive datetime or None."""
        return [[_typed(column, item) for column in self.columns] for item in self.objects]


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8, comma, CRLF. Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.headers())
    for row in sheet.rows():
        writer.writerow(
            [_plain(column, value) for column, value in zip(sheet.columns, row, strict=True)]
        )
    return out.getvalue().encode()


def to_xlsx(sheets: Sequence[Sheet], title: str) -> bytes:
    """A workbook with frozen headers; the same sheets give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False}) as workbook:
        workbook.set_properties({"title": title, "created": FIXED_DATE})
        header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        number = workbook.add_format({"valign": "top"})
        formats = {TEXT: text, EXACT: text, INTEGER: number, MOMENT: moment}
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name[:31])
            _draw(workbook, page, sheet, lines=_add(page, sheet, header, formats))
    return out.getvalue()


def _draw(workbook: Any, page: Any, sheet: Sheet, *, lines: int) -> None:
    """The charts of a sheet to the right of its cells, one below the other."""
    headers = sheet.headers()
    for place, chart in enumerate(sheet.charts if lines else ()):
        drawn = workbook.add_chart({"type": "bar", "subtype": "stacked"})
        for header in chart.columns:
            column = headers.index(header)
            drawn.add_series(
                {
                    "name": [page.name, 0, column],
                    "categories": [page.name, 1, 0, lines, 0],
                    "values": [page.name, 1, column, lines, column],
                }
            )
        drawn.set_title({"name": chart.title, "overlay": False})
        drawn.set_y_axis({"reverse": True})
        drawn.set_size({"width": 720, "height": 120 + 28 * lines})
        shown = {"description": chart.title, "object_position": 2}
        page.insert_chart(1 + place * (8 + 2 * lines), len(headers) + 1, drawn, shown)


def _add(page: Any, sheet: Sheet, header: Any, formats: dict[str, Any]) -> int:
    """Write the cells; returns how many rows there are below the header."""
    page.freeze_panes(1, 0)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, WIDTHS[column.kind])
        page.write_string(0, number, column.header, header)
    writers = {TEXT: page.write_string, INTEGER: page.write_number, MOMENT: page.write_datetime}
    writers[EXACT] = page.write_string
    rows = sheet.rows()
    for line, row in enumerate(rows, start=1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if value is not None and value != "":
                writers[column.kind](line, number, value, formats[column.kind])
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    return len(rows)


def _typed(column: Column, item: Any) -> object:
    value = column.value(item)
    if value is None:
        return None
    if column.kind == INTEGER:
        return int(value)  # type: ignore[call-overload]
    if column.kind == MOMENT:
        return value.replace(tzinfo=None)  # type: ignore[attr-defined]
    if column.kind == EXACT:
        return guarded(str(value))
    text = UNPRINTABLE.sub("", str(value))[:CELL_LIMIT]
    # the writer of workbooks would take this for markup of its own
    return f"'{text}"[:CELL_LIMIT] if RICH_TEXT.fullmatch(text) else text


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs, from which `unguarded` gets it back."""
    if len(text.encode("utf-16-le")) // 2 > CELL_LIMIT - 1:
        raise ValueError("too long for one cell")
    return f"'{text}" if text.startswith(GUARDED) else text


def unguarded(cell: str) -> str:
    """The text that was guarded; what never was comes back as it is."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(GUARDED) else cell


def _plain(column: Column, value: object) -> object:
    if column.kind == EXACT:
        return "" if value is None else value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
