"""The same number for the same thing in every form of every paper of the sample edition."""

import csv
import io
import json
import re
import time
import zipfile
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from outcomes.compiler.ledger import NUMERAL, numbers_of
from tests.journeys.browser import PASSWORD
from tests.outcomes.sameness import (
    ESCAPE,
    Figure,
    cells_of,
    document_tables,
    figures_of,
    markdown_tables,
    page_tables,
    plain,
)
from tests.outcomes.second_reading import Reading, Told, missing, tampered

pytestmark = pytest.mark.one_database
PAPERS = ("/2023/outcomes/ws-33", "/2024/outcomes/ws-902")
COUNTED = ("diverging", "slope", "bars")


def got(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310 (our own portal)
        return answer.read()


def blocks_of(content: dict) -> list[dict]:
    parts = [part for section in content["sections"] for part in section["parts"]]
    return [block for part in parts for block in part["blocks"]]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("paper", PAPERS)
def test_every_figure_and_sentence_is_the_same_in_every_form(portal, paper):
    content = json.loads(got(f"{portal}{paper}.json"))["content"]
    html = got(f"{portal}{paper}/").decode()
    document = docx.Document(io.BytesIO(got(f"{portal}{paper}.docx")))
    marked = got(f"{portal}{paper}.md").decode()
    printed = PdfReader(io.BytesIO(got(f"{portal}{paper}.pdf")))
    figures = figures_of(content)

    assert page_tables(html) == figures
    assert document_tables(document) == figures
    assert markdown_tables(marked) == figures
    texts = {
        "page": squeezed(unescape(re.sub(r"<[^>]+>", "", html))),
        "docx": squeezed("".join(document.element.itertext())),
        "markdown": squeezed(
            unescape(ESCAPE.sub(r"\1", re.sub(r"</?(ins|a)\b[^>]*>", "", marked)))
        ),
        "pdf": squeezed("".join(page.extract_text() for page in printed.pages)),
    }
    assert [f.head for f in figures if cells_of(f) not in texts["pdf"]] == []
    sentences = [b["text"] for b in blocks_of(content) if "before" not in b]
    lost = [(form, s) for s in sentences for form in texts if squeezed(s) not in texts[form]]
    assert lost == []


def test_every_number_of_the_paper_is_one_of_the_bundle(portal):
    address = f"{portal}{PAPERS[0]}"
    content = json.loads(got(f"{address}.json"))["content"]
    archive = zipfile.ZipFile(io.BytesIO(got(f"{address}/bundle.zip")))
    listed = json.loads(archive.read("figures.json"))["figures"]
    figures = {figure["id"]: figure for figure in listed}
    rested = [block for block in blocks_of(content) if block["kind"] == "figure"]

    assert len(rested) > 10
    for block in rested:
        cited = [figures[name] for name in block["figures"]]
        known = set().union(*map(numbers_of, cited))
        if block.get("form") in COUNTED:
            assert counts_told(block) == counts_of(cited)
        cells = [cell for row in block.get("table", {}).get("rows", []) for cell in row[1:]]
        told = {int(n) for cell in cells for n in NUMERAL.findall(plain(cell))}
        assert told - {5} <= known


def counts_told(chart: dict) -> list[tuple]:
    return [(row["n"], [cell["people"] for cell in row["cells"]]) for row in chart["data"]]


def counts_of(cited: list[dict]) -> list[tuple]:
    counted = [figure for figure in cited if figure["kind"] == "counts"]
    return [(figure["n"], list(figure["counts"].values())) for figure in counted]


WS33 = PAPERS[0]
REPORT = "/secretariat/exports/2023/outcome-report"
OPEN_DATA = "/secretariat/exports/2023/open-data/build/"
MADE_WITHIN = 60


@pytest.fixture(scope="module")
def bundle(portal) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(got(f"{portal}{WS33}/bundle.zip")))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def reading(bundle) -> Reading:
    figures = json.loads(bundle["figures.json"])["figures"]
    return Reading(figures, json.loads(bundle["rules.json"]))


def told_by_page(body: bytes) -> Told:
    html = body.decode()
    return Told(rows_of(page_tables(html)), squeezed(unescape(re.sub(r"<[^>]+>", "", html))))


def told_by_pdf(body: bytes) -> Told:
    pages = PdfReader(io.BytesIO(body)).pages
    return Told(None, squeezed("".join(page.extract_text() for page in pages)))


def told_by_document(body: bytes) -> Told:
    document = docx.Document(io.BytesIO(body))
    text = squeezed("".join(document.element.itertext()))
    return Told(rows_of(document_tables(document)), text)


def told_by_markdown(body: bytes) -> Told:
    text = body.decode()
    return Told(rows_of(markdown_tables(text)), squeezed(ESCAPE.sub(r"\1", text)))


def told_by_json(body: bytes) -> Told:
    content = json.loads(body)["content"]
    said = [
        str(block.get(key) or "")
        for block in blocks_of(content)
        for key in ("text", "subtitle", "note")
    ]
    return Told(rows_of(figures_of(content)), squeezed(" ".join(said)))


def rows_of(tables: list[Figure]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(row) for table in tables for row in table.rows)


FORMS = {
    "/": told_by_page,
    ".pdf": told_by_pdf,
    ".docx": told_by_document,
    ".md": told_by_markdown,
    ".json": told_by_json,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_tells_every_figure_of_the_bundle_and_one_wrong_digit_is_found(
    portal, reading, form
):
    told, facts = FORMS[form](got(f"{portal}{WS33}{form}")), reading.facts()

    assert missing(told, facts) == []
    assert len(facts) > 40
    for fact in facts:
        for wrong in tampered(told, fact):
            assert fact in missing(wrong, facts)


def test_what_the_paper_leaves_to_the_bundle_is_known(reading):
    """Waves between the first and the last by group, and the table all changes are read from."""
    left = reading.told_nowhere_else()

    between = {f"{code}.w2.by-{name}" for code in reading.codes for name in GROUPS}
    choices = {f"q2.w{wave}.by-{name}" for wave in (1, 3) for name in ("group", "region")}
    people = {f"w{wave}.people" for wave in (1, 2, 3)}  # in the outcome report
    assert left == between | choices | people | {"q1.w1-w3.table"}


GROUPS = ("door", "group", "region")


def test_the_api_gives_the_paper_and_the_figures_of_the_bundle(portal, bundle):
    place = f"{portal}/api/v1/papers/2023/ws-33/"

    assert json.loads(got(place)) == json.loads(got(f"{portal}{WS33}.json"))
    figures = json.loads(got(f"{place}figures/"))["figures"]
    assert figures == json.loads(bundle["figures.json"])["figures"]


def test_outcome_report_and_open_data_tell_the_same(portal, reading):
    secretariat = signed_in(portal, "secretariat")
    book = openpyxl.load_workbook(io.BytesIO(asked(secretariat, f"{portal}{REPORT}.xlsx")))
    head, *rows = book["Sessions"].iter_rows(values_only=True)
    archive = zipfile.ZipFile(io.BytesIO(open_data(secretariat, portal)))

    lines = {
        "xlsx": [dict(zip(head, row, strict=True)) for row in rows],
        "csv": read_csv(asked(secretariat, f"{portal}{REPORT}.csv")),
        "open data, CSV": read_csv(archive.read("sessions.csv")),
        "open data, JSON": json.loads(archive.read("data.json"))["sessions"],
    }
    for form, found in lines.items():
        row = next(one for one in found if one["Title"] and one["Paper address"].endswith("ws-33/"))
        people = {column: str(row[column]) for column in reading.doors()}
        assert people == {name: str(value) for name, value in reading.doors().items()}, form
        told = Told(None, squeezed(row["Key results"]))
        facts = reading.findings()
        assert missing(told, facts) == [], form
        assert all(fact in missing(w, facts) for fact in facts for w in tampered(told, fact))


def read_csv(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def signed_in(portal: str, name: str) -> OpenerDirector:
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    opener.addheaders.append(("Referer", portal))
    opener.cookies = jar
    asked(opener, f"{portal}/accounts/login/")
    sent(opener, f"{portal}/accounts/login/", login=f"{name}@igf.example", password=PASSWORD)
    return opener


def asked(opener: OpenerDirector, address: str) -> bytes:
    with opener.open(address) as answer:
        return answer.read()


def sent(opener: OpenerDirector, address: str, **fields: str) -> str:
    """Send a form; the address where it led."""
    token = next(cookie.value for cookie in opener.cookies if cookie.name == "csrftoken")
    body = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
    with opener.open(address, body) as answer:
        return answer.url


def open_data(opener: OpenerDirector, portal: str) -> bytes:
    """Ask for the file and wait until the worker has made it."""
    page, until = sent(opener, f"{portal}{OPEN_DATA}"), time.monotonic() + MADE_WITHIN
    while b"/file/" not in asked(opener, page):
        assert time.monotonic() < until
        time.sleep(0.2)
    return asked(opener, f"{page}file/")
