"""A paper as Markdown (CommonMark with GitHub's tables); what people wrote stays text.

Every sign that could begin markup is escaped with a backslash, which CommonMark allows before
any ASCII punctuation (CommonMark 0.31, section 2.4).
"""

import json
import re
from functools import singledispatch

from django.utils import translation
from django.utils.translation import gettext as _

from outcomes.formats import walk
from outcomes.models import PaperVersion
from outcomes.reading import addresses
from outcomes.wording import ADDED, KEPT, REMOVED, changes

MARKUP = re.compile(r"([\\`*_\[\]<>|~&$#@])")
BLOCK_START = re.compile(r"^(\s*)([-+=:]|\d{1,9}(?=[.)]))")
HEAD_MARKUP = re.compile(r"[`<>\[\]&]")
LISTS = (walk.ITEM, walk.NUMBERED)
ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|xmpp|javascript|data)(:)|(www)(\.)")


def render(version: PaperVersion) -> str:
    """The whole paper; the head in front of it is YAML. Same version and state, same text."""
    text, before = _head(version), None
    with translation.override(version.content["language"]):
        for element in walk.elements(version):
            text += ("\n" if _go_together(before, element) else "\n\n") + write(element)
            before = element
    return text + "\n"


def _go_together(before: walk.Element | None, element: walk.Element) -> bool:
    """Whether these are entries of one list."""
    if isinstance(before, walk.Line) and isinstance(element, walk.Line):
        return element.role == before.role and element.role in LISTS
    return isinstance(before, walk.Source) and isinstance(element, walk.Source)


def escaped(text: str) -> str:
    """One line of Markdown that reads as exactly this text and is nothing but text."""
    line = MARKUP.sub(r"\\\1", " ".join(text.split()))
    line = ADDRESS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", line)
    return BLOCK_START.sub(_harmless_start, line)


def _harmless_start(found: re.Match[str]) -> str:
    if found[2].isdecimal():
        return f"{found[1]}{found[2]}\\"
    return f"{found[1]}\\{found[2]}"


def _head(version: PaperVersion) -> str:
    content = version.content
    facts = {
        "title": content["title"],
        "session": content["session"],
        "version": version.label,
        "status": version.paper.status,
        "language": content["language"],
        "simulated": content["simulated"],
        "address": addresses(version)["page"],
        "record_sha256": content["record"]["sha256"] if content["record"] else None,
    }
    lines = [f"{name}: {_value(value)}" for name, value in facts.items()]
    return "\n".join(["---", *lines, "---"])


def _value(value: object) -> str:
    """JSON, which is YAML; no markup even for readers that take the head for text."""
    return HEAD_MARKUP.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False)
    )


@singledispatch
def write(element: walk.Element) -> str:
    """The Markdown of one element."""
    raise TypeError(f"no Markdown for {element!r}")


@write.register
def _heading(element: walk.Heading) -> str:
    return f"{'#' * (element.level + 1)} {_anchor(element.anchor)}{escaped(element.text)}"


@write.register
def _line(line: walk.Line) -> str:
    start = {walk.ITEM: "- ", walk.NUMBERED: "1. ", walk.NOTICE: "> "}.get(line.role, "")
    label = f"**{escaped(line.label.rstrip(':'))}:** " if line.label else ""
    text = _wording(line)
    text = {walk.LEAD: f"*{text}*", walk.FINDING: f"**{text}**"}.get(line.role, text)
    speaker = f" ({escaped(line.speaker)})" if line.speaker else ""
    outcome = f" *{escaped(line.outcome)}*" if line.outcome else ""
    marks = _marks(line.evidence)
    return f"{start}{_anchor(line.anchor)}{label}{text}{speaker}{marks}{outcome}"


def _wording(line: walk.Line) -> str:
    """The text, linked where it is an address; what changed in it with <ins> and <del>."""
    if line.link:
        return f"<{line.link}>".join(map(_inside, line.text.split(line.link)))
    if not line.before:
        return escaped(line.text)
    marked = {KEPT: "{}", REMOVED: "<del>{}</del>", ADDED: "<ins>{}</ins>"}
    pieces = changes(line.before, line.text)
    return "".join(marked[what].format(_inside(words)) for what, words in pieces)


def _inside(words: str) -> str:
    """Words in the middle of a line: their spaces count, their start begins no block."""
    text = MARKUP.sub(r"\\\1", re.sub(r"\s+", " ", words))
    return ADDRESS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", text)


@write.register
def _facts(facts: walk.Facts) -> str:
    return "\n".join(
        f"- {_anchor(row.anchor)}**{escaped(row.label)}:** {_wording(row)}{_marks(row.evidence)}"
        for row in facts.rows
    )


@write.register
def _figure(figure: walk.Figure) -> str:
    title = escaped(figure.title) + (f" ({_('Simulated answers')})" if figure.simulated else "")
    rule = ["---", *["---:"] * (len(figure.head) - 1)]
    table = [_row(figure.head), f"| {' | '.join(rule)} |", *map(_row, figure.rows)]
    mark = f"**{figure.mark}** " if figure.mark else ""
    note = f" {escaped(figure.note)}" if figure.note else ""
    below = f"{mark}{_('Sources')}{_marks(figure.evidence)}{note}"
    return "\n\n".join(
        [f"{_anchor(figure.anchor)}**{title}**", escaped(figure.about), "\n".join(table), below]
    )


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


@write.register
def _source(source: walk.Source) -> str:
    link = f" [{escaped(source.word)}](<{source.target}>)" if source.target else ""
    return f"{source.number}. {_anchor(f'e{source.number}')}{escaped(source.label)}{link}"


@write.register
def _code(code: walk.Code) -> str:
    return f"<{code.address}>"


def _anchor(name: str) -> str:
    return f'<a id="{name}"></a>' if name else ""


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f" [[{number}]](#e{number})" for number in numbers)
