"""Shapes and labels of a drawing, for the page (classes) and for print (attributes)."""

import unicodedata

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from outcomes import direction

PRINT_WIDTH = 640
INK, INK_3, LINE, PAPER = "#000000", "#444444", "#7a879b", "#ffffff"
FILLS = {
    "f-1": "#a8480b", "f-2": "#e2a76b", "f-3": "#c5cdd8", "f-4": "#7fb8e0", "f-5": "#0a5a94",
    "f-blue": "#0a5a94", "f-hot": "#a8480b", "f-mute": LINE, "f-bg": PAPER, "f-track": "#e9eff6",
    "on-1": PAPER, "on-2": "#0b1b33", "on-3": "#0b1b33", "on-4": "#0b1b33", "on-5": PAPER,
    "t-mute": INK_3, "t-sm": INK_3, "rim": "none",
    "g-gov": "#2d2c96", "g-igo": "#1b90e6", "g-civ": "#741b56", "g-pri": "#bd6316",
    "g-tec": "#007a52", "g-na": "#7f8c9e",
}  # fmt: skip
STROKES = {
    "s-blue": "#0a5a94", "s-hot": "#a8480b", "s-mute": LINE, "axis": LINE, "grid": "#c5cdd8",
    "rim": LINE, "gap": PAPER,
}  # fmt: skip
SIDES = {"t-end": "right", "t-mid": "center"}
PARTS = {"left": 0, "center": 0.5, "right": 1}
BASELINE = 11


def letters_join(words: str) -> bool:
    """Whether letters in it take their form or place from their neighbours, as in Arabic or Hindi.

    The PDF renderer draws the text of an SVG letter by letter, from left to right; such words are
    set as HTML instead.
    """
    marked = any(unicodedata.category(one) in ("Mn", "Mc", "Cf") for one in words)
    return marked or direction.runs_both_ways(words)


class Canvas:
    """Collects shapes; x runs from 0 to 100 whatever the medium."""

    def __init__(self, height: float, *, for_print: bool) -> None:
        self.height = height
        self.for_print = for_print
        self.parts: list[str] = []
        self.labels: list[SafeString] = []

    def x(self, share: float, shift: float = 0) -> str:
        if self.for_print:
            return f"{share * PRINT_WIDTH / 100 + shift:.2f}"
        return f"{share:.2f}%"

    def text(self, x: float, y: float, words: str, classes: str = "", shift: float = 0) -> None:
        if self.for_print and letters_join(words):
            self.labels.append(self._label(x, y, words, classes.split(), shift))
            return
        move = f' dx="{shift:g}"' if shift and not self.for_print else ""
        style = self._style(classes, text=True)
        self.parts.append(
            f'<text{style} x="{self.x(x, shift)}" y="{y:.1f}"{move}>{escape(words)}</text>'
        )

    def rect(self, x: float, y: float, width: float, height: float, classes: str) -> None:
        size = f'width="{self.x(width)}" height="{height:g}"'
        style = self._style(classes)
        self.parts.append(f'<rect{style} x="{self.x(x)}" y="{y:g}" {size}/>')

    def line(
        self, x1: float, y1: float, x2: float, y2: float, classes: str, width: float = 1
    ) -> None:
        ends = f'x1="{self.x(x1)}" x2="{self.x(x2)}" y1="{y1:.1f}" y2="{y2:.1f}"'
        style = self._style(classes)
        self.parts.append(f'<line{style} stroke-width="{width:g}" {ends}/>')

    def circle(self, x: float, y: float, radius: float, classes: str, width: float = 0) -> None:
        stroke = f' stroke-width="{width:g}"' if width else ""
        style = self._style(classes)
        self.parts.append(f'<circle{style}{stroke} cx="{self.x(x)}" cy="{y:.1f}" r="{radius:g}"/>')

    def svg(self, key: str, title: str, about: str) -> SafeString:
        """The drawing with its name and description for people who do not see it."""
        size = f'width="100%" height="{self.height:g}"'
        if self.for_print:
            size = f'viewBox="0 0 {PRINT_WIDTH} {self.height:g}" width="{PRINT_WIDTH}" height="{self.height:g}"'
        names = (
            f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(about)}</desc>'
        )
        head = f'<svg xmlns="http://www.w3.org/2000/svg" class="igf-plot" {size} role="img"'
        body = "".join(self.parts)
        drawn = f'{head} aria-labelledby="{key}-t {key}-d">{names}{body}</svg>'
        if self.labels:
            drawn = f'<div class="drawn">{drawn}{"".join(self.labels)}</div>'
        return mark_safe(drawn)

    def _label(self, x: float, y: float, words: str, names: list[str], shift: float) -> SafeString:
        """The words as HTML over the drawing, in a box as wide as the drawing."""
        side = next((side for name, side in SIDES.items() if name in names), "left")
        left = float(self.x(x, shift)) - PRINT_WIDTH * PARTS[side]
        found = {key: value for name in names for key, value in _attributes(name).items()}
        look = f"color:{found.get('fill', INK)};font-weight:{found.get('font-weight', 'normal')}"
        place = (
            f"left:{left:.2f}px;top:{y - BASELINE:.1f}px;width:{PRINT_WIDTH}px;text-align:{side}"
        )
        way = direction.of_text(words)
        return format_html(
            '<span aria-hidden="true" dir="{}" style="{};{}">{}</span>', way, place, look, words
        )

    def _style(self, classes: str, *, text: bool = False) -> str:
        if not self.for_print:
            return f' class="{classes}"' if classes else ""
        names = classes.split()
        found = {"fill": INK} if text else {}
        if text:
            found |= {"font-family": "DejaVu Sans", "font-size": "13"}
        for name in names:
            found |= _attributes(name)
        return "".join(f' {name}="{value}"' for name, value in found.items())


def _attributes(name: str) -> dict[str, str]:
    found = {}
    if name in FILLS:
        found["fill"] = FILLS[name]
    if name in STROKES:
        found["stroke"] = STROKES[name]
    found |= {
        "t-end": {"text-anchor": "end"},
        "t-mid": {"text-anchor": "middle"},
        "t-b": {"font-weight": "bold"},
        "t-sm": {"font-size": "12"},
    }.get(name, {})
    return found
