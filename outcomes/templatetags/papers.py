"""How the blocks of a paper are drawn: `{% load papers %}`."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from outcomes.charts import drawing
from outcomes.models import Edit

register = template.Library()
WORDS = re.compile(r"\s+|[^\s\w]|\w+")
NUMBERS = re.compile(r"(\d+)")
DIFF_LIMIT = 4000


@register.simple_tag(takes_context=True)
def chart(context: Context, block: dict) -> SafeString:
    """The drawing of a chart block, for the medium of the page."""
    return drawing(block, for_print=bool(context.get("for_print")))


@register.simple_tag(takes_context=True)
def marks(context: Context, numbers: Iterable[int]) -> SafeString:
    """The evidence marks of a statement, each leading to its source."""
    sources = context["sources"]
    links = [
        (n, _("Source %(number)s: %(label)s") % {"number": n, "label": sources[n]["label"]}, n)
        for n in numbers
    ]
    return format_html_join(" ", '<a class="igf-ev" href="#e{}" aria-label="{}">{}</a>', links)


@register.simple_tag
def words(block: dict) -> SafeString:
    """The text of a statement; an edited one with the name it stands under."""
    if "replaces" not in block:
        return conditional_escape(block["text"])
    author = _("edited by %(name)s") % {"name": block["author"]}
    return format_html(
        '<bdi>{}</bdi> <span class="igf-small igf-muted">({})</span>', block["text"], author
    )


@register.simple_tag
def review_of(content: dict) -> dict:
    """How often sentences were accepted, edited and cut; all zero where nobody took a step."""
    total = content["counts"].get("statements", 0)
    nobody = {"compiled": total, "unchanged": total, "accepted": 0, "edited": 0, "cut": 0}
    return content.get("review") or {**nobody, "moved": 0, "reasons": {}, "cautions": []}


@register.filter
def why_cut(reason: str) -> str:
    return str(Edit.Reason(reason).label)


@register.filter
def runs(blocks: Sequence[dict]) -> list[tuple[str, list[dict]]]:
    """Blocks that follow each other and are of one type, together."""
    return [(kind, list(group)) for kind, group in groupby(blocks, key=lambda block: block["type"])]


@register.filter
def bold_numbers(text: str) -> SafeString:
    """Numbers outside quotation marks in bold."""
    pieces = re.split(r"(“[^”]*”)", text)
    return mark_safe(
        "".join(
            conditional_escape(piece)
            if piece.startswith("“")
            else NUMBERS.sub(r"<b>\1</b>", conditional_escape(piece))
            for piece in pieces
        )
    )


@register.simple_tag
def word_diff(before: str, after: str) -> SafeString:
    """The later wording with added words as <ins> and removed words as <del>."""
    if len(before) + len(after) > DIFF_LIMIT:
        return format_html("{}", after)
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    parts = [
        _changed(tag, "".join(old[a:b]), "".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    ]
    return mark_safe("".join(parts))


def _changed(tag: str, old: str, new: str) -> SafeString:
    if tag == "equal":
        return conditional_escape(new)
    removed = format_html("<del>{}</del>", old) if old else SafeString("")
    return removed + (format_html("<ins>{}</ins>", new) if new else SafeString(""))
