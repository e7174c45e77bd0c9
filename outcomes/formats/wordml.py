"""What WordprocessingML has and python-docx has no words for (ECMA-376, part 1, chapter 17)."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import to_locale
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.styles.style import BaseStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from outcomes.direction import RTL

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PROPERTY_LIMIT = 255
LINK_BLUE = "0A5A94"
COMPLEX = "ar-SA"


class Bookmarks:
    """Marks places of a document; every mark gets a number of its own."""

    def __init__(self) -> None:
        self.count = 0

    def mark(self, paragraph: Paragraph, name: str) -> None:
        """A place that links inside the document lead to; nothing for an empty name."""
        if not name:
            return
        self.count += 1
        start = _element("w:bookmarkStart", id=str(self.count), name=name)
        paragraph._p.append(start)
        paragraph._p.append(_element("w:bookmarkEnd", id=str(self.count)))


def allowed(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)


def link(paragraph: Paragraph, address: str, words: str) -> None:
    """A link to a page of the web; any other address stays text."""
    if urlsplit(address).scheme not in ("http", "https"):
        paragraph.add_run(allowed(words))
        return
    known = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), known)
    _link_words(paragraph, anchor, allowed(words))


def link_inside(paragraph: Paragraph, name: str, words: str) -> None:
    """A raised mark that leads to a bookmark of the document."""
    anchor = _element("w:hyperlink", anchor=name)
    run = _link_words(paragraph, anchor, words)
    run.font.superscript = True


def _link_words(paragraph: Paragraph, anchor: Any, words: str) -> Run:
    run = paragraph.add_run(words)
    colour = _element("w:color", val=LINK_BLUE)
    run._r.get_or_add_rPr().append(colour)
    anchor.append(run._r)
    paragraph._p.append(anchor)
    return Run(run._r, paragraph)


def turn(paragraph: Paragraph, way: str) -> None:
    """Let the paragraph run from right to left where `way` says so."""
    if way == RTL:
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            OxmlElement("w:bidi"),
            "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
            "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
            "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
            "w:pPrChange",
        )  # fmt: skip


def is_turned(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.find(qn("w:bidi")) is not None


def set_direction(run: Run, way: str) -> None:
    if way == RTL:
        run.font.rtl = True


def turn_table(table: Table) -> None:
    """The first column on the right."""
    table._tbl.tblPr.insert_element_before(
        OxmlElement("w:bidiVisual"),
        "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing",
        "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
        "w:tblCaption", "w:tblDescription",
    )  # fmt: skip


def describe_table(table: Table, title: str, about: str) -> None:
    """Title and description for people who do not see the table."""
    for name, words in (("w:tblCaption", title), ("w:tblDescription", about)):
        if words:
            table._tbl.tblPr.append(_element(name, val=allowed(words)))


def describe(picture: InlineShape, title: str, about: str) -> None:
    """Title and alternative text of a picture."""
    picture._inline.docPr.set("title", title)
    picture._inline.docPr.set("descr", about)


def repeat_on_each_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """No page break inside the row."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def set_font(style: BaseStyle, name: str) -> None:
    """One family for all scripts; the letters are those the reader has installed."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def set_language(document: Document, code: str) -> None:
    """The language of the text; letters from right to left are read as Arabic."""
    tag = to_locale(code).replace("_", "-")
    found = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    found.set(qn("w:val"), tag)
    found.set(qn("w:bidi"), COMPLEX)


def add_field(paragraph: Paragraph, name: str) -> None:
    """PAGE or NUMPAGES, counted by the word processor."""
    field = _element("w:fldSimple", instr=name)
    run = paragraph.add_run("1")
    run.font.size = paragraph.runs[0].font.size
    field.append(run._r)
    paragraph._p.append(field)


def _element(tag: str, **values: str) -> Any:
    found = OxmlElement(tag)
    for name, value in values.items():
        found.set(qn(f"w:{name}"), value)
    return found
