"""How the blocks of a paper are drawn: `{% load papers %}`."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forum import qr
from outcomes import direction
from outcomes.charts import drawing
from outcomes.wording import ADDED, KEPT, REMOVED, changes

register = template.Library()
NUMBERS = re.compile(r"(\d+)")


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
def words(block: dict, *, alone: bool = False) -> SafeString:
    """The text of a statement; an edited one with the name it stands under.

    `alone`: it stands in a paragraph of its own direction, where nothing has to be kept apart.
    """
    text = block["text"] if alone else direction.isolated(block["text"])
    if "replaces" not in block:
        return conditional_escape(text)
    author = _("edited by %(name)s") % {"name": block["author"]}
    return format_html('<bdi>{}</bdi> <span class="igf-small igf-muted">({})</span>', text, author)


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
    marked = {KEPT: "{}", REMOVED: "<del>{}</del>", ADDED: "<ins>{}</ins>"}
    pieces = (format_html(marked[what], words) for what, words in changes(before, after))
    return mark_safe("".join(pieces))


@register.filter
def way(text: str) -> str:
    """`rtl` or `ltr`, by the first letter: the PDF renderer knows no dir="auto"."""
    return direction.of_text(text)


@register.filter
def apart(text: str) -> str:
    """The text with stretches from right to left kept apart from what stands around them."""
    return direction.isolated(text)


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """The address as a QR code with its quiet zone, for print."""
    squares, size = qr.path(address)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" width="108" height="108" '
        'viewBox="-4 -4 {} {}"><path d="{}" fill="#000000"/></svg>',
        _("QR code of this paper's address"), size + 8, size + 8, squares,
    )  # fmt: skip
