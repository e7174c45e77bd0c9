"""The tables of a paper as each form holds them, to be compared with the ones of its content."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from docx.document import Document
from docx.oxml.ns import qn

UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Figure(NamedTuple):
    """A table with its cells as a reader sees them."""

    head: list[str]
    rows: list[list[str]]


def plain(text: str) -> str:
    return " ".join(text.split())


def figures_of(content: dict) -> list[Figure]:
    """What every other form has to say too."""
    charts = [
        block
        for section in content["sections"]
        for part in section["parts"]
        for block in part["blocks"]
        if block["type"] == "chart"
    ]
    return [figure([c["table"]["head"], *c["table"]["rows"]]) for c in charts]


def figure(lines: list[list[str]]) -> Figure:
    head, *rows = [[plain(cell) for cell in line] for line in lines]
    return Figure(head, rows)


def document_tables(document: Document) -> list[Figure]:
    """The tables with a header row that is repeated; facts have none."""
    return [
        figure([[cell.text for cell in row.cells] for row in table.rows])
        for table in document.tables
        if table._tbl.find(f".//{qn('w:tblHeader')}") is not None
    ]


def markdown_tables(text: str) -> list[Figure]:
    found, lines = [], []
    for line in [*text.splitlines(), ""]:
        if line.startswith("| "):
            lines.append([ESCAPE.sub(r"\1", c) for c in UNESCAPED_BAR.split(line)[1:-1]])
        elif lines:
            found.append(figure([lines[0], *lines[2:]]))
            lines = []
    return found


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def page_tables(html: str) -> list[Figure]:
    parser = _Tables()
    parser.feed(html)
    return [figure(table) for table in parser.tables]


def cells_of(found: Figure) -> str:
    """Row after row without any space, as the text of a tagged PDF has them."""
    return "".join("".join(line) for line in found.rows).replace(" ", "")
