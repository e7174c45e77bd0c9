"""A rapporteur who reviews a draft for the first time: every click counted, the pages looked at."""

from collections.abc import Callable

from playwright.sync_api import Locator

from tests.journeys.browser import Visitor, click_through
from tests.journeys.looking import Findings

WORDING = "Edited in the review: 3 of the speakers asked for a yearly report."


class Reviewer:
    """Clicks through the review as the pages lead; `clicks` and `findings` are what it left."""

    def __init__(self, visitor: Visitor, paper: str) -> None:
        self.visitor, self.page, self.paper = visitor, visitor.page, paper
        self.clicks = 0
        self.findings = Findings()
        self.page.emulate_media(reduced_motion="reduce")

    def walk(self) -> None:
        """From the page of the draft to its approval."""
        self.visitor.open(self.paper)
        self._go(self.page.locator("a[href$='/review/']"))
        self.findings.look(self.visitor, "review", dark=True)
        self._answer_cautions()
        self._go(self.page.locator("#h-sections ~ ul a").first)
        self.findings.look(self.visitor, "first section", dark=True)
        self._edit_first()
        self._each_section(self._accept_rest)
        self._go(self.page.locator("main form[action$='/approve/'] button"))

    def _answer_cautions(self) -> None:
        forms = self.page.locator("form:has(input[name=do][value=answer])")
        while forms.count():
            forms.first.locator("textarea").fill("Read in the session.")
            self._go(forms.first.locator("button"))

    def _edit_first(self) -> None:
        form = self.page.locator("form:has(input[name=do][value=edit])").first
        self._click(form.locator("xpath=../summary"))
        form.locator("textarea").fill(WORDING)
        self._go(form.locator("button"))

    def _each_section(self, work: Callable[[], None]) -> None:
        """This section and every one after it, then the overview."""
        after = self.page.locator("main nav a.btn-secondary", has_text="Next section")
        work()
        while after.count():
            self._go(after)
            work()
        self.findings.look(self.visitor, "last section")
        self._go(self.page.locator("main nav a.btn-quiet", has_text="Overview"))

    def _accept_rest(self) -> None:
        rest = self.page.locator("#k-rest button")
        while rest.count():
            self._go(rest)

    def _go(self, target: Locator) -> None:
        self.clicks += 1
        click_through(target)

    def _click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()
