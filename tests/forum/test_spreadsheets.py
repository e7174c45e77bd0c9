import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from forum.spreadsheets import INTEGER, MOMENT, Column, Sheet, to_csv, to_xlsx, utc

COLUMNS = [
    Column("Title", lambda row: row[0]),
    Column("People", lambda row: row[1], INTEGER),
    Column("Start, UTC", lambda row: utc(row[2]), MOMENT),
]
START = datetime(2023, 10, 11, 6, 15, tzinfo=UTC)


def sheet(title="A title", people=7, start=START) -> Sheet:
    return Sheet("Sessions", COLUMNS, [(title, people, start)])


def lines(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_looks_like_a_formula_gets_an_apostrophe_in_csv(start):
    body = to_csv(sheet(title=f"{start}1+1"))

    assert lines(body)[1][0] == f"'{start}1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "{="])
def test_no_cell_of_a_workbook_is_a_formula(start):
    body = to_xlsx([sheet(title=f"{start}HYPERLINK(1)")], "Report")

    cell = load_workbook(io.BytesIO(body)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", f"{start}HYPERLINK(1)")


def test_cells_are_typed():
    page = load_workbook(io.BytesIO(to_xlsx([sheet()], "Report"))).active

    values = [cell.value for cell in page[2]]
    assert values == ["A title", 7, datetime(2023, 10, 11, 6, 15)]  # noqa: DTZ001


def test_the_header_row_is_frozen_and_the_columns_once():
    page = load_workbook(io.BytesIO(to_xlsx([sheet()], "Report"))).active

    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == sheet().headers()


def test_csv_writes_numbers_and_times_plainly():
    assert lines(to_csv(sheet(people=-3)))[1] == ["A title", "-3", "2023-10-11 06:15"]


def test_an_absent_value_is_an_empty_cell():
    empty = sheet(title="", people=None, start=None)

    page = load_workbook(io.BytesIO(to_xlsx([empty], "Report"))).active

    assert lines(to_csv(empty))[1] == ["", "", ""]
    assert [page.cell(2, column).value for column in (1, 2, 3)] == [None, None, None]


def test_characters_a_workbook_cannot_hold_are_left_out():
    body = to_xlsx([sheet(title="a\x00b\x1fc" + "d" * 40_000)], "Report")

    assert load_workbook(io.BytesIO(body)).active["A2"].value == ("abc" + "d" * 40_000)[:32_767]


def test_the_same_rows_give_the_same_bytes():
    assert to_xlsx([sheet()], "Report") == to_xlsx([sheet()], "Report")
