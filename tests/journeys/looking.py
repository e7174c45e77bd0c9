"""What a careful visitor sees on a page: axe's complaints, what sticks out, what is inline."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.browser import Visitor

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
NARROW = (390, 320)
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\ssrc=)|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|javascript:", re.I
)
COMPLAIN = """async only => {
  const found = await axe.run({ runOnly: only, resultTypes: ["violations"] });
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" ")}`);
}"""
STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(element => {
    const { left, right, width } = element.getBoundingClientRect();
    return width && (right > room + 1 || left < -1) && !element.closest(".igf-scroll, .igf-nav");
  });
  return wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120)).join(" ") || "something";
}"""


@dataclass
class Findings:
    """Everything wrong, by the name of the page; empty is what we want."""

    seen: list[str] = field(default_factory=list)
    axe: dict[str, list[str]] = field(default_factory=dict)
    wide: dict[str, str] = field(default_factory=dict)
    inline: dict[str, list[str]] = field(default_factory=dict)

    def look(self, visitor: Visitor, name: str, *, dark: bool = False) -> None:
        """Inspect the page the visitor is on; `dark` adds a look at its colours in dark mode."""
        page = visitor.page
        self.seen.append(name)
        self._note(self.inline, name, INLINE.findall(page.content()))
        self._ask_axe(page, name, dark=dark)
        self._squeeze(page, name)

    def _ask_axe(self, page: Page, name: str, *, dark: bool) -> None:
        page.evaluate(AXE_SCRIPT)
        self._note(self.axe, name, page.evaluate(COMPLAIN, {"type": "tag", "values": TAGS}))
        if dark:
            # without motion: a colour that is still changing is none of the page's colours
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            colours = {"type": "rule", "values": COLOURS}
            self._note(self.axe, f"{name}, dark", page.evaluate(COMPLAIN, colours))
            page.emulate_media(color_scheme="null")

    def _squeeze(self, page: Page, name: str) -> None:
        before = page.viewport_size
        assert before
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 800})
            self._note(self.wide, f"{name}, {width} px", page.evaluate(STICKS_OUT))
        page.set_viewport_size(before)

    @staticmethod
    def _note(place: dict, name: str, found: list | str) -> None:
        if found:
            place[name] = found
