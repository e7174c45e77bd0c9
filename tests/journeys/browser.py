"""Headless Chromium for the journeys: people with and without JavaScript, on a desk or a phone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    sync_playwright,
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PASSWORD = "sample-edition"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser named by CHROMIUM."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def click_through(target: Locator) -> None:
    """Click what leads to another page, and come back when that page is complete.

    A click alone returns in the middle: what is read next may still be the old page.
    """
    with target.page.expect_navigation():
        target.click()


class Visitor:
    """One person with an own browser profile; remembers every complaint of the browser."""

    def __init__(self, browser: Browser, address: str, **options) -> None:
        self.address = address
        self.complaints: list[str] = []
        options = {"viewport": DESK, "locale": "en-GB", "timezone_id": "Africa/Lagos", **options}
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        try:
            self.page.goto(self.address + path)
        except Error as error:  # the page left behind loaded itself again in the same moment
            if "ERR_ABORTED" not in str(error):
                raise
            self.page.goto(self.address + path)
        return self.page

    def sign_in(self, name: str) -> "Visitor":
        """Log in as one of the sample accounts."""
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", f"{name}@igf.example")
        self.page.fill("input[name=password]", PASSWORD)
        click_through(self.page.locator("main form button[type=submit]"))
        self.page.wait_for_url("**/my/")
        return self
