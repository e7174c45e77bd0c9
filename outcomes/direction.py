"""Which way a text runs, for the formats that do not find out by themselves.

Browsers read `dir="auto"` and `<bdi>`; the PDF renderer and word processors have to be told. The
rule is the first strong character (Unicode Standard Annex #9, rules P2 and P3).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import get_language_info

LTR, RTL = "ltr", "rtl"
ISOLATE, END = "\u2068", "\u2069"
TURNED = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
BETWEEN = rf"(?:[^\w“”{TURNED}]|[0-9])*"
APART = re.compile(rf"“[^”]*”|[{TURNED}](?:{BETWEEN}[{TURNED}])*")
STRONG = {"L": LTR, "R": RTL, "AL": RTL}


def of_language(code: str) -> str:
    """The direction of a language: `ar` is rtl."""
    return RTL if get_language_info(code)["bidi"] else LTR


def of_text(text: str, otherwise: str = LTR) -> str:
    """The direction of the first letter that has one."""
    found = (STRONG.get(unicodedata.bidirectional(one)) for one in text)
    return next(filter(None, found), otherwise)


def runs_both_ways(text: str) -> bool:
    """Whether a letter in it runs from right to left."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)


def segments(text: str, base: str = LTR) -> list[tuple[str, str]]:
    """(direction, piece) in their order; spaces and signs go with the letters around them.

    Between letters of two directions they follow `base`, as on a page (rules N1 and N2).
    """
    pieces = [(way, "".join(letters)) for way, letters in _runs(text)]
    joined: list[tuple[str, str]] = []
    for place, (way, piece) in enumerate(pieces):
        before = pieces[place - 1][0] if place else base
        after = pieces[place + 1][0] if place + 1 < len(pieces) else base
        settled = way or (before if before == after else base)
        if joined and joined[-1][0] == settled:
            joined[-1] = (settled, joined[-1][1] + piece)
        else:
            joined.append((settled, piece))
    return joined


def _runs(text: str) -> Iterator[tuple[str, Iterator[str]]]:
    return groupby(text, key=lambda one: STRONG.get(unicodedata.bidirectional(one), ""))


def isolated(text: str) -> str:
    """The text with every stretch from right to left kept apart, full stops of quotations included.

    Without this a number after an Arabic name would move to its other side.
    """
    return APART.sub(_isolate, text)


def _isolate(found: re.Match[str]) -> str:
    if not found[0].startswith("“"):
        return f"{ISOLATE}{found[0]}{END}"
    words = found[0][1:-1]
    return f"“{ISOLATE}{words}{END}”" if runs_both_ways(words) else found[0]
