"""The one writer for CSV and the one for XLSX: typed cells, and no cell is ever a formula."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

TEXT, INTEGER, MOMENT = "text", "integer", "moment"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
CELL_LIMIT = 32_767
FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 (spreadsheets have no time zones)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDTHS = {TEXT: 28, INTEGER: 12, MOMENT: 18}


@dataclass(frozen=True)
class Column:
    """A header, the kind of its cells and how the value is read from a row's object.

    Moments are written without zone, so the header has to name it.
    """

    header: str
    value: Callable[[Any], object]
    kind: str = TEXT


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: Sequence[Column]
    objects: Iterable[Any] = field(default_factory=list)

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
        writer.writerow([_plain(value) for value in row])
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
        formats = {TEXT: text, INTEGER: workbook.add_format({"valign": "top"}), MOMENT: moment}
        for sheet in sheets:
            _add(workbook.add_worksheet(sheet.name[:31]), sheet, header, formats)
    return out.getvalue()


def _add(page: Any, sheet: Sheet, header: Any, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, WIDTHS[column.kind])
        page.write_string(0, number, column.header, header)
    writers = {TEXT: page.write_string, INTEGER: page.write_number, MOMENT: page.write_datetime}
    rows = sheet.rows()
    for line, row in enumerate(rows, start=1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if value is not None and value != "":
                writers[column.kind](line, number, value, formats[column.kind])
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)


def _typed(column: Column, item: Any) -> object:
    value = column.value(item)
    if value is None:
        return None
    if column.kind == INTEGER:
        return int(value)  # type: ignore[call-overload]
    if column.kind == MOMENT:
        return value.replace(tzinfo=None)  # type: ignore[attr-defined]
    return UNPRINTABLE.sub("", str(value))[:CELL_LIMIT]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
