"""Arabic, Chinese and emoji go through form, page, spreadsheets and PDF as they were typed."""

import csv
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from booths import sheets
from booths.models import Booth
from tests import factories
from tests.workshops.typed_proposal import person_row, rows, typed_proposal
from workshops.models import Workshop

ARABIC = "إدارة الإنترنت \u200fللجميع\u200e: می\u200cخواهم"
CHINESE = "互联网治理论坛：人人参与，共同决定。"
EMOJI = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f 👩🏽\u200d💻 ❤\ufe0f"
ALL = f"{ARABIC} {CHINESE} {EMOJI}"


@pytest.fixture
def session(open_edition, organizer, as_user) -> Workshop:
    """Typed into the form, then accepted and released."""
    people = [
        person_row("Olu Organizer", "organizer", email="organizer@example.org"),
        person_row(f"{ARABIC} {EMOJI}", affiliation=CHINESE),
    ]
    texts = {"title": f"{ARABIC[:14]} {CHINESE[:7]} 👩🏽\u200d💻", "description": f"{ALL}\n\n{ALL}"}
    typed = typed_proposal(open_edition, **texts, **rows("people", people))
    as_user(organizer).post("/my/proposals/new/", typed)
    accepted = {"status": "accepted", "number": 12, "released_at": "2027-01-01T00:00:00Z"}
    Workshop.objects.update(**accepted)
    return Workshop.objects.get()


def test_the_page_shows_them(session, as_user):
    page = as_user().get(session.get_absolute_url()).content.decode()

    assert session.title in page
    assert f"{ARABIC} {EMOJI}" in page
    assert page.count(ALL) >= 2


def test_the_spreadsheets_hold_them(session, secretariat, as_user):
    address = f"/secretariat/exports/{session.edition.year}/outcome-report"

    text = as_user(secretariat).get(f"{address}.csv").content.decode()
    book = load_workbook(io.BytesIO(as_user(secretariat).get(f"{address}.xlsx").content))

    written = next(csv.DictReader(io.StringIO(text, newline="")))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert written["Title"] == session.title
    assert written["Description"] == f"{ALL}\n\n{ALL}"
    assert f"{ARABIC} {EMOJI} ({CHINESE}, Civil Society, African Group)" in written["Speakers"]
    assert {session.title, f"{ALL}\n\n{ALL}"} <= cells


def test_the_pdf_holds_them_as_text(edition):
    organization = factories.make_organization(f"{ARABIC[:14]} {CHINESE[:7]} 👩")
    accepted = {"status": Booth.Status.ACCEPTED, "is_onsite": True, "title": CHINESE}
    factories.make_booth(organization=organization, **accepted)

    document = PdfReader(io.BytesIO(sheets.name_sheets(edition)))

    visible = {one for one in organization.name + CHINESE if one.isalpha()} | {"👩"}
    assert visible <= characters_of(document)


def characters_of(document: PdfReader) -> set[str]:
    """What searching and copying find, by the tables of the fonts."""
    fonts = [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]
    tables = b" ".join(font["/ToUnicode"].get_data() for font in fonts).decode("ascii").lower()
    words = {word.strip("<>") for word in tables.split()}
    return set("".join(bytes.fromhex(word).decode("utf-16-be") for word in words if is_code(word)))


def is_code(word: str) -> bool:
    return len(word) in (4, 8) and all(letter in "0123456789abcdef" for letter in word)
