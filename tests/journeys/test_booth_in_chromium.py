"""Booth #35 from its request to its page in the village, in Chromium and without JavaScript."""

import pytest

from tests.journeys import seed
from tests.journeys.browser import Visitor, chromium, click_through
from tests.journeys.writing import fill, fill_rows

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def village(portal):
    """The request sent without JavaScript, decided and released; then a visitor."""
    with chromium() as browser:
        exhibitor = Visitor(browser, portal, java_script_enabled=False).sign_in("exhibitor")
        address = request_booth(exhibitor)
        secretariat = Visitor(browser, portal).sign_in("secretariat")
        number = accept(secretariat, address)
        visitor = Visitor(browser, portal)
        yield {
            "number": number,
            "visitor": visitor,
            "complaints": secretariat.complaints + visitor.complaints,
        }


def request_booth(exhibitor: Visitor) -> str:
    page = exhibitor.open("/my/booths/new/")
    fill(page, seed.BOOTH)
    fill_rows(page, "initiatives", seed.INITIATIVES)
    fill_rows(page, "questions", seed.BOOTH_QUESTIONS)
    for theme in page.locator("input[name=themes]").all()[:3]:
        theme.check()
    click_through(page.locator("button[name=action][value=submit]:visible"))
    assert page.input_value("[name=title]") == seed.BOOTH["title"]
    assert page.locator(".igf-errors a").count() == 1
    page.check("[name=people_agreed]")
    click_through(page.locator("button[name=action][value=submit]:visible"))
    page.wait_for_selector("text=Submitted")
    return page.url.removeprefix(exhibitor.address)


def accept(secretariat: Visitor, address: str) -> int:
    """Accept and release; returns the number the booth was given."""
    page = secretariat.open(address.replace("/my/booths/", "/secretariat/village/"))
    number = int(page.locator(".igf-pagehead b").inner_text().partition("#")[2].split()[0])
    click_through(page.locator("form[action$='/accept/'] button[type=submit]"))
    click_through(page.locator("form[action$='/release/'] button[type=submit]"))
    return number


def test_the_booth_is_in_the_village(village):
    page = village["visitor"].open("/2027/village/")

    assert page.locator(f"a[href='/2027/village/{village['number']}/']").count() > 0


def test_the_booth_page_holds_every_fact_that_was_typed(village):
    page = village["visitor"].open(f"/2027/village/{village['number']}/")

    text = " ".join(page.inner_text("main").split())
    typed = [seed.BOOTH[name] for name in ("organization", "title", "background", "content")]
    typed += [seed.BOOTH["contribution"], *[row["text"] for row in seed.BOOTH_QUESTIONS]]
    typed += [str(value) for initiative in seed.INITIATIVES for value in initiative.values()]
    parts = [part for value in typed for part in value.split("\n") if part]
    assert [part for part in parts if " ".join(part.split()) not in text] == []


def test_no_browser_complained(village):
    assert village["complaints"] == []
