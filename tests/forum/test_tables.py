"""Tables that people send: read whole and exactly, or refused with a message."""

import io
import zipfile

import pytest
import xlsxwriter

from forum.spreadsheets import EXACT, Column, Sheet, to_csv, to_xlsx, unguarded
from forum.tables import MOST_ROWS, Unreadable, read_csv
from forum.workbooks import LARGEST_PARTS, read_xlsx

WORDS = [
    "=1+1",
    "'=1",
    "'",
    "<r>x</r>",
    "_x0041_x0042_",
    "x005F_",
    "a\nb",
    "العربية 中文 😀",
    'q"u,o;t\te',
]
SHEET = Sheet("Words", [Column("word", lambda row: row, EXACT)], WORDS)
SHEET_PART = "xl/worksheets/sheet1.xml"


def workbook(*rows: list, **formats: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Sessions")
        style = book.add_format(formats) if formats else None
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write(number, place, value, style)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another part under that name."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def test_every_word_comes_back_from_csv_and_from_a_workbook():
    tables = [read_csv(to_csv(SHEET)), *read_xlsx(to_xlsx([SHEET], "Words"))]

    found = [[unguarded(line.cell(0)) for line in table.lines] for table in tables]

    assert found == [WORDS, WORDS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_of_another_locale_is_understood(encoding, sign, end):
    text = end.join([sign.join(["uuid", "title"]), "", sign.join(["", '"Größe; a, b"'])])

    table = read_csv(text.encode(encoding))

    assert table.headers == ["uuid", "title"]
    assert [(line.number, line.cells) for line in table.lines] == [(3, ["", "Größe; a, b"])]


def test_the_line_of_excel_that_names_the_sign_is_not_a_row():
    assert read_csv(b"sep=;\r\nuuid;title\r\n").headers == ["uuid", "title"]


def test_numbers_and_ticks_of_a_workbook_are_read_as_they_are_typed():
    [table] = read_xlsx(workbook(["minutes", "ok", "share"], [90, True, 1.5]))

    assert table.lines[0].cells == ["90", "yes", "1.5"]


def test_a_number_that_is_shown_as_a_date_is_told_apart():
    [table] = read_xlsx(workbook([""], ["title"], [45000], num_format="yyyy-mm-dd"))

    assert table.lines[0].dates == {0}


BOMB = with_part(workbook(["a"]), SHEET_PART, b" " * (LARGEST_PARTS + 1))
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(BOMB, id="bomb"),
        pytest.param(with_part(workbook(["a"]), SHEET_PART, ENTITIES), id="entities"),
        pytest.param(with_part(workbook(["a"]), SHEET_PART, b"<worksheet"), id="half a part"),
        pytest.param(with_part(workbook(["a"]), "xl/workbook.xml", b"\x00"), id="no xml"),
        pytest.param(workbook(["a"])[:-30], id="cut off"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 100, id="no archive"),
    ],
)
def test_a_workbook_made_to_hurt_is_refused(data):
    with pytest.raises(Unreadable):
        read_xlsx(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", id="picture"),
        pytest.param("title\r\nGröße".encode("latin-1"), id="not UTF-8"),
        pytest.param(b'title\r\n"never closed', id="open quotation"),
        pytest.param(b"title\r\n" + b"a\r\n" * (MOST_ROWS + 1), id="too many rows"),
        pytest.param(b"a," * 5000, id="too many columns"),
        pytest.param(b"title\r\n" + b"a" * 200_000, id="endless cell"),
    ],
)
def test_a_csv_that_is_none_is_refused(data):
    with pytest.raises(Unreadable):
        read_csv(data)
