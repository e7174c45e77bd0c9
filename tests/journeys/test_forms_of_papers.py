"""The same number for the same thing in every form of every paper of the sample edition."""

import io
import json
import re
import zipfile
from html import unescape
from urllib.request import urlopen

import docx
import pytest
from pypdf import PdfReader

from outcomes.compiler.ledger import NUMERAL, numbers_of
from tests.outcomes.sameness import (
    ESCAPE,
    cells_of,
    document_tables,
    figures_of,
    markdown_tables,
    page_tables,
    plain,
)

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
