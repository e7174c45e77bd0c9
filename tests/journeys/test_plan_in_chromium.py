"""The Secretariat drags a booth on the plan, in Chromium; the list beside it follows."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import Visitor, chromium, click_through

pytestmark = [pytest.mark.chromium, pytest.mark.one_database]
ALLOCATION = "/secretariat/village/allocation/"
NAME = "Sample Map Volunteers"
BOOTH = f"[data-board] [data-booth][data-name='{NAME}']"
MOVE = "**/allocation/move/**"


def square(label: str) -> str:
    return f"[data-place]:has(> text:text-is('{label}'))"


def take_back(secretariat: Visitor) -> Page:
    page = secretariat.open(ALLOCATION)
    page.click(f"tr:has-text('{NAME}') a:has-text('Take the place back')")
    page.fill("[name=note]", "A pillar stands there.")
    click_through(page.locator("main form button[type=submit]"))
    page.wait_for_selector(f".igf-chip{BOOTH.removeprefix('[data-board] ')}")
    return page


def drag(page: Page, target: str, *, let_go: bool = True) -> None:
    page.locator(BOOTH).evaluate("e => scrollBy(0, e.getBoundingClientRect().top - 120)")
    start, end = page.locator(BOOTH).bounding_box(), page.locator(target).bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    if let_go:
        page.mouse.up()


def said(page: Page, words: str) -> bool:
    page.wait_for_selector(f"[data-board-status]:has-text('{words}')")
    return True


def test_a_booth_is_dragged_to_a_place_and_stays_where_it_was_when_that_fails(portal):
    with chromium() as browser:
        secretariat = Visitor(browser, portal).sign_in("secretariat")
        page = take_back(secretariat)

        drag(page, square("7"), let_go=False)
        page.keyboard.press("Escape")
        page.mouse.up()
        let_go = page.locator("[data-board-status]").is_hidden()

        page.route(MOVE, lambda route: route.fulfill(status=503, body="later"))
        drag(page, square("7"))
        failed = said(page, f"{NAME} stays where it was.")
        kept = page.locator(f".igf-card {BOOTH.removeprefix('[data-board] ')}").count()
        page.unroute(MOVE)

        drag(page, square("7"))
        saved = said(page, f"{NAME} is saved.")
        complaints = [words for words in secretariat.complaints if "503" not in words]

        page = take_back(secretariat)
        drag(page, square("1"))
        back = said(page, f"{NAME} is saved.")

        assert (let_go, failed, kept, saved, back) == (True, True, 1, True, True)
        assert complaints == []
        assert page.locator(f".igf-dragged, .is-dragged, {BOOTH}").count() == 0


def test_without_scripts_the_list_says_and_does_the_same(portal):
    with chromium() as browser:
        secretariat = Visitor(browser, portal, java_script_enabled=False).sign_in("secretariat")

        page = secretariat.open(ALLOCATION)

        assert page.locator("[data-board-hint]").is_hidden()
        assert page.locator(f"tr:has-text('{NAME}')").count() == 1
        assert page.locator("button:has-text('Save the allocation')").is_visible()
