"""A paper as a flat list of elements: the one walk through its content for files that are written.

Page and PDF are drawn by templates/outcomes/_sections.html; DOCX and Markdown are written from
this list. What a block says stands in the content; nothing is counted or worded anew here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum.templatetags.dates import day
from outcomes.making import citation, principles
from outcomes.models import PaperVersion
from outcomes.reading import addresses, history, permanent

Block = Mapping[str, Any]
LEAD, NOTICE, PROSE, FINDING, ITEM, NUMBERED = (
    "lead", "notice", "prose", "finding", "item", "numbered",
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """`level` 0 is the title of the paper."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph or a line of a list; `before` is the wording that `text` replaced.

    `outcome` is what became of a suggestion.
    """

    text: str
    role: str = PROSE
    anchor: str = ""
    label: str = ""
    speaker: str = ""
    evidence: tuple[int, ...] = ()
    before: str = ""
    link: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what there is to say; drawn as a table of two columns."""

    title: str
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Figure:
    """A chart as the table that says the same. `mark` is A where anyone can recompute it."""

    anchor: str
    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mark: str
    evidence: tuple[int, ...]
    note: str
    simulated: bool


@dataclass(frozen=True)
class Source:
    """An entry of the list of sources; `word` is what its link says."""

    number: int
    label: str
    target: str
    word: str


@dataclass(frozen=True)
class Code:
    """Where the paper is for good, as a QR code."""

    address: str
    about: str


Element = Heading | Line | Facts | Figure | Source | Code


def elements(version: PaperVersion) -> list[Element]:
    """Everything a file of this paper holds, in its order and in the language of its content."""
    with translation.override(version.content["language"]):
        return [*_head(version), *_sections(version.content), *_closing(version)]


def _head(version: PaperVersion) -> Iterator[Element]:
    paper, content = version.paper, version.content
    edition = paper.workshop.edition
    words = {"year": edition.year, "name": paper.workshop.short_name}
    yield Line(_("Impulse paper, IGF %(year)s %(name)s") % words)
    yield Heading(0, content["title"])
    yield Line(content["lead"], LEAD)
    yield Facts(_("Status"), tuple(_state(version)))
    if content["simulated"]:
        text = _(
            "Votes, notes or comments in this paper are made up for a sample. They were given by no "
            "real person."
        )
        yield Line(text, NOTICE, label=_("Simulated answers"))


def _state(version: PaperVersion) -> Iterator[Line]:
    paper = version.paper
    edition = paper.workshop.edition
    dated = day(version.published_at or version.created_at, edition)
    yield Line(version.get_status_display(), label=_("Status"))
    yield Line(f"{version.label}, {dated}", label=_("Version"))
    if paper.comments_until:
        yield Line(day(paper.comments_until, edition), label=_("Comments until"))
    if version.approved_by:
        yield Line(str(version.approved_by), label=_("Approved by"))
    if version.published_by:
        yield Line(str(version.published_by), label=_("Published by"))


def _sections(content: Block) -> Iterator[Element]:
    for section in content["sections"]:
        yield Heading(1, _section_title(section), section["id"])
        for part in section["parts"]:
            if part["title"]:
                yield Heading(2, _part_title(part))
            yield from _blocks(section, part["blocks"], simulated=content["simulated"])


def _section_title(section: Block) -> str:
    if section.get("letter"):
        before = _("Policy question %(letter)s:") % {"letter": section["letter"]}
        return f"{before} {section['title']}"
    return str(section["title"])


def _part_title(part: Block) -> str:
    return f"{part['number']}. {part['title']}" if part.get("number") else str(part["title"])


def _blocks(section: Block, blocks: list[Block], *, simulated: bool) -> Iterator[Element]:
    for kind, run in groupby(blocks, key=lambda block: block["type"]):
        if kind == "fact":
            yield Facts(section["title"], tuple(_line(block) for block in run))
        elif kind == "chart":
            yield from (_figure(block, simulated=simulated) for block in run)
        elif section["kind"] == "brief":
            yield from (_line(block, NUMBERED) for block in run)
        elif kind == "said":
            yield from (_line(block, ITEM) for block in run)
        else:
            yield from (_line(block, block.get("style", PROSE)) for block in run)


def _line(block: Block, role: str = PROSE) -> Line:
    return Line(
        _text(block),
        role,
        block["id"],
        block.get("label", ""),
        block.get("speaker", ""),
        tuple(block["evidence"]),
        block.get("before", ""),
        outcome=_outcome(block),
    )


def _outcome(block: Block) -> str:
    """`Not adopted: too slow.`; empty where there is nothing to decide."""
    told = (block.get("disposition"), block.get("reason"))
    return ": ".join(filter(None, told))


def _text(block: Block) -> str:
    """What a block says; who edited it, and whether its comparison was planned, belong to it."""
    text = str(block["text"])
    if "replaces" in block:
        author = _("edited by %(name)s") % {"name": block["author"]}
        return f"{text} ({author})"
    return f"{_('Exploratory:')} {text}" if block.get("planned") is False else text


def _about(block: Block) -> str:
    """The subtitle of a chart, and whether its comparison was planned."""
    if "planned" not in block:
        return str(block["subtitle"])
    planned = _("Planned comparison.") if block["planned"] else _("Exploratory: not planned.")
    return f"{planned} {block['subtitle']}".rstrip()


def _figure(block: Block, *, simulated: bool) -> Figure:
    table = block["table"]
    return Figure(
        anchor=block["id"],
        title=block["text"],
        about=_about(block),
        head=tuple(table["head"]),
        rows=tuple(map(tuple, table["rows"])),
        mark=block.get("mark", ""),
        evidence=tuple(block["evidence"]),
        note=block.get("note", ""),
        simulated=simulated,
    )


def _closing(version: PaperVersion) -> Iterator[Element]:
    yield Heading(1, _("How this paper was made"), "made")
    yield Line(_("The portal keeps to five principles when it compiles a paper."))
    for principle in principles(version):
        yield Heading(2, principle.title)
        yield from (Line(text) for text in (principle.text, *principle.more))
        yield from (Line(point, ITEM) for point in principle.points)
    yield from _history(version)
    yield Heading(1, _("Sources"), "sources")
    yield from (_source(source) for source in version.content["evidence"])
    yield from _check(version)


def _history(version: PaperVersion) -> Iterator[Element]:
    """The public versions so far, once there is more than one."""
    public = history(version)
    if len(public) < 2:
        return
    yield Heading(1, _("Versions"), "versions")
    edition = version.paper.workshop.edition
    dated = ((one, day(one.published_at or one.created_at, edition)) for one in public)
    rows = (Line(f"{on}. {one.reason}" if one.reason else on, label=one.label) for one, on in dated)
    yield Facts(_("Versions"), tuple(rows))


def _source(source: Block) -> Source:
    in_bundle = source["kind"] in ("survey", "record")
    word = _("Results bundle") if in_bundle else pgettext("link to a source", "Open")
    return Source(source["number"], source["label"], source["target"], word)


def _check(version: PaperVersion) -> Iterator[Element]:
    urls, record = addresses(version), version.content["record"]
    yield Heading(1, _("Check the results"), "verify")
    if record:
        text = _(
            "The results bundle holds the unlinked answers and a small program that recomputes every "
            "figure marked A. Compare the fingerprint below with the one it prints."
        )
        digest = _("Fingerprint of the record in it, SHA-256")
        rows = (
            Line(urls["bundle"], label=_("Results bundle"), link=urls["bundle"]),
            Line(record["sha256"], label=digest),
            Line(record["sealed"], label=_("Sealed")),
        )
        yield Line(text)
        yield Facts(_("Check the results"), rows)
    else:
        text = _(
            "This session had no sealed survey, so there is no record to check. The paper rests on "
            "the notes and the facts of the session."
        )
        yield Line(text)
    cited = permanent(version)
    yield Line(citation(version, cited), label=_("How to cite:"), link=cited)
    yield Code(urls["page"], _("QR code of this paper's address"))
