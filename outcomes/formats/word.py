"""A paper as DOCX: real styles, tables that can be edited, links to the evidence.

Charts are their tables, so nothing has to be retyped. The same version and state gives the same
bytes: every date in the file is the version's.
"""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from qrcode import QRCode

from outcomes import direction
from outcomes.formats import walk, wordml
from outcomes.models import PaperVersion
from outcomes.wording import ADDED, KEPT, REMOVED, changes

FONT = "Arial"
SIZES = {"Normal": 10, "Title": 22, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5}
SIZES |= {"Caption": 10.5, "Subtitle": 12, "Quote": 10}
STYLES = {
    walk.LEAD: "Subtitle",
    walk.NOTICE: "Quote",
    walk.ITEM: "List Bullet",
    walk.NUMBERED: "List Number",
}
BLUE, GREY = RGBColor(0x00, 0x47, 0x6F), RGBColor(0x44, 0x44, 0x44)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render(version: PaperVersion) -> bytes:
    """The file. It opens without the network and holds no macro, field or formula of its own."""
    language = version.content["language"]
    with translation.override(language):
        writer = _Writer(version, direction.of_language(language))
        for element in walk.elements(version):
            writer.write(element)
    return _same_bytes(writer.document)


class _Writer:
    """Adds elements to one document whose text runs in the direction `base`."""

    def __init__(self, version: PaperVersion, base: str) -> None:
        self.base = base
        self.document = docx.Document()
        _prepare(self.document, version, base)
        # looked up once: the library goes through all styles for each paragraph
        self.style_ids = {style.name: style.style_id for style in self.document.styles}
        self.numbers = wordml.Bookmarks()
        self.write_by_type: dict[type, Callable[[Any], None]] = {
            walk.Heading: self.heading,
            walk.Line: self.line,
            walk.Facts: self.facts,
            walk.Figure: self.figure,
            walk.Source: self.source,
            walk.Code: self.code,
        }

    def write(self, element: walk.Element) -> None:
        self.write_by_type[type(element)](element)

    def heading(self, heading: walk.Heading) -> None:
        style = f"Heading {heading.level}" if heading.level else "Title"
        paragraph = self.paragraph(style, heading.text)
        self.numbers.mark(paragraph, heading.anchor)
        self.text(paragraph, heading.text)

    def line(self, line: walk.Line) -> None:
        paragraph = self.paragraph(STYLES.get(line.role, "Normal"), line.label or line.text)
        self.numbers.mark(paragraph, line.anchor)
        if line.label:
            self.text(paragraph, f"{line.label.rstrip(':')}: ", bold=True)
        self.words(paragraph, line)
        if line.speaker:
            self.text(paragraph, f" ({line.speaker})")
        self.evidence(paragraph, line.evidence)
        if line.outcome:
            self.text(paragraph, f" {line.outcome}", italic=True)

    def facts(self, facts: walk.Facts) -> None:
        table = self.table(2, facts.title, "")
        for row in facts.rows:
            name, value = table.add_row().cells
            self.cell(name, row.label, bold=True)
            paragraph = value.paragraphs[0]
            wordml.turn(paragraph, direction.of_text(row.text, self.base))
            self.numbers.mark(paragraph, row.anchor)
            self.words(paragraph, row)
            self.evidence(paragraph, row.evidence)
        self.finish(table, (Mm(45), Mm(125)))

    def figure(self, figure: walk.Figure) -> None:
        caption = self.paragraph("Caption", figure.title)
        caption.paragraph_format.keep_with_next = True
        self.numbers.mark(caption, figure.anchor)
        self.text(caption, figure.title)
        if figure.simulated:
            self.text(caption, f" ({_('Simulated answers')})")
        about = self.paragraph("Normal", figure.about)
        about.paragraph_format.keep_with_next = True
        self.text(about, figure.about)
        table = self.table(len(figure.head), figure.title, figure.about)
        self.row(table, figure.head, bold=True)
        wordml.repeat_on_each_page(table.rows[0])
        for cells in figure.rows:
            self.row(table, cells)
        first = Mm(50)
        rest = Mm(120 / max(1, len(figure.head) - 1))
        self.finish(table, (first, *[rest] * (len(figure.head) - 1)))
        below = self.paragraph("Normal", "")
        below.paragraph_format.space_before = Pt(4)
        if figure.mark:
            self.text(below, f"{figure.mark} ", bold=True)
        self.text(below, _("Sources"))
        self.evidence(below, figure.evidence)
        if figure.note:
            self.text(below, f" {figure.note}")

    def source(self, source: walk.Source) -> None:
        paragraph = self.paragraph("Normal", source.label)
        paragraph.paragraph_format.left_indent = Mm(8)
        paragraph.paragraph_format.first_line_indent = Mm(-8)
        self.numbers.mark(paragraph, f"e{source.number}")
        self.text(paragraph, f"{source.number}.\t", bold=True)
        self.text(paragraph, source.label)
        if source.target:
            paragraph.add_run(" ")
            wordml.link(paragraph, source.target, source.word)

    def code(self, code: walk.Code) -> None:
        paragraph = self.document.add_paragraph()
        picture = paragraph.add_run().add_picture(io.BytesIO(_picture(code.address)), Mm(28))
        wordml.describe(picture, code.about, code.address)

    def paragraph(self, style: str, text: str) -> Paragraph:
        """An empty paragraph that runs the way of this text."""
        paragraph = self.document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self.style_ids[style]
        wordml.turn(paragraph, direction.of_text(text, self.base))
        return paragraph

    def text(self, paragraph: Paragraph, text: str, **look: Any) -> None:
        base = direction.RTL if wordml.is_turned(paragraph) else direction.LTR
        for way, piece in direction.segments(wordml.allowed(text), base):
            run = paragraph.add_run(piece)
            for name, value in look.items():
                setattr(run.font, name, value)
            wordml.set_direction(run, way)

    def words(self, paragraph: Paragraph, line: walk.Line) -> None:
        """The text of a line, as a link or with what changed in it."""
        if line.link:
            before, _link, after = line.text.partition(line.link)
            self.text(paragraph, before)
            wordml.link(paragraph, line.link, line.link)
            self.text(paragraph, after)
            return
        looks: dict[str, dict] = {KEPT: {}, REMOVED: {"strike": True}, ADDED: {"underline": True}}
        bold = {"bold": True} if line.role == walk.FINDING else {}
        pieces = changes(line.before, line.text) if line.before else [(KEPT, line.text)]
        for what, words in pieces:
            self.text(paragraph, words, **looks[what], **bold)

    def evidence(self, paragraph: Paragraph, numbers: tuple[int, ...]) -> None:
        for number in numbers:
            wordml.link_inside(paragraph, f"e{number}", f"[{number}]")

    def table(self, columns: int, title: str, about: str) -> Table:
        table = self.document.add_table(0, columns, style="Table Grid")
        table.autofit = False
        wordml.describe_table(table, title, about)
        if self.base == direction.RTL:
            wordml.turn_table(table)
        return table

    def row(self, table: Table, cells: tuple[str, ...], *, bold: bool = False) -> None:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, cells, strict=True)):
            self.cell(cell, text, bold=bold or not place)
            if place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def cell(self, cell: _Cell, text: str, *, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        wordml.turn(paragraph, direction.of_text(text, self.base))
        self.text(paragraph, text, **({"bold": True} if bold else {}))

    def finish(self, table: Table, widths: tuple[Mm, ...]) -> None:
        """Widths of the columns, and rows that are not torn apart."""
        for row in table.rows:
            wordml.keep_whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _prepare(document: Document, version: PaperVersion, base: str) -> None:
    """Page, styles, properties and footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.bottom_margin = Mm(20)
    section.top_margin = Mm(18)
    language = version.content["language"]
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = BLUE if name in ("Caption", "Heading 1") else None
        wordml.set_font(style, FONT)
    wordml.set_language(document, language)
    _properties(document, version)
    _footer(document, version, base)


def _properties(document: Document, version: PaperVersion) -> None:
    content, facts = version.content, document.core_properties
    facts.title = wordml.allowed(_("Impulse paper: %(name)s") % {"name": content["session"]})[
        : wordml.PROPERTY_LIMIT
    ]
    facts.subject = wordml.allowed(content["lead"])[: wordml.PROPERTY_LIMIT]
    facts.author = facts.last_modified_by = "IGF Portal"
    facts.language = content["language"]
    facts.identifier = str(version.uuid)
    facts.version = version.label
    facts.comments = _("Simulated answers") if content["simulated"] else ""
    facts.keywords = content["record"]["sha256"] if content["record"] else ""
    facts.created = facts.modified = version.created_at.replace(tzinfo=None)
    facts.revision = version.revision


def _footer(document: Document, version: PaperVersion, base: str) -> None:
    """Name, version and fingerprint of the record, then `2 / 9`, on every page."""
    paper, content = version.paper, version.content
    name = f"{paper.workshop.short_name}, IGF {paper.workshop.edition.year}, {version.label}"
    if content["simulated"]:
        name += f". {_('Simulated answers')}"
    lines = document.sections[0].footer.paragraphs[0]
    wordml.turn(lines, base)
    lines.add_run(f"{name}\t\t").font.size = Pt(8)
    wordml.add_field(lines, "PAGE")
    lines.add_run(" / ").font.size = Pt(8)
    wordml.add_field(lines, "NUMPAGES")
    if content["record"]:
        digest = document.sections[0].footer.add_paragraph()
        wordml.turn(digest, base)
        digest.add_run(_("Record, SHA-256: %(hash)s") % {"hash": content["record"]["sha256"]})
        digest.runs[0].font.size = Pt(7)
        digest.runs[0].font.color.rgb = GREY


def _picture(address: str) -> bytes:
    code = QRCode(border=4, box_size=8)
    code.add_data(address)
    out = io.BytesIO()
    code.make_image().save(out, "PNG")
    return out.getvalue()


def _same_bytes(document: Document) -> bytes:
    """The file with one date on all its parts, so that its bytes repeat."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(out, "w") as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            archive.writestr(entry, parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
