"""Pages for everybody: by keyboard alone, without JavaScript, and light on a full network."""

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.journeys.browser import PHONE, Visitor, click_through
from tests.journeys.writing import fill_rows

CODE = "KYOTO33"
HEAVIEST = 15 * 1024
MOST_FILES = 3
MOST_TABS = 60
FOCUS_SHOWS = """element => [element, element.closest("label")].some(one => {
  if (!one) return false;
  const style = getComputedStyle(one);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})"""

pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; the focus has to be visible at every stop."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(FOCUS_SHOWS), focused.evaluate("element => element.outerHTML")
        if focused.evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


def press(page: Page, key: str) -> None:
    """Press a key that sends a form or follows a link, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def ensure_open(browser: Browser, portal: str) -> None:
    """Another journey may have closed the survey; its moderator opens the next one."""
    moderator = Visitor(browser, portal).sign_in("moderator")
    page = moderator.open(f"/moderate/{CODE}/")
    if "Open survey" in page.inner_text(".igf-next"):
        click_through(page.locator(".igf-next"))
    assert "is open" in page.inner_text(".igf-clock")
    moderator.context.close()


@pytest.mark.parametrize(
    "path", ["/", "/2027/programme/", "/2020/village/35/", "/2023/outcomes/ws-33/"]
)
def test_the_first_tab_leads_past_the_header(portal, browser, path):
    page = Visitor(browser, portal).open(path)

    tab_to(page, ".igf-skip")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1
    page.context.close()


def test_somebody_votes_by_keyboard_alone(portal, browser):
    ensure_open(browser, portal)
    page = Visitor(browser, portal).open("/")

    tab_to(page, "input[name=code]")
    page.keyboard.type(CODE.lower())
    press(page, "Enter")
    tab_to(page, "[name=door]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=door]:checked").input_value() == "online"
    tab_to(page, "form[action$='/join/'] button")
    press(page, "Enter")
    for _question in page.locator("form fieldset").all():
        tab_to(page, "[name^=q-]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    tab_to(page, "form[action$='/vote/'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".note.ok")

    assert "2 of 2 answers recorded" in page.inner_text("main")
    page.context.close()


def test_a_moderator_closes_by_keyboard_and_opens_without_javascript(portal, browser):
    ensure_open(browser, portal)
    page = Visitor(browser, portal).sign_in("moderator").open(f"/moderate/{CODE}/")
    plain = Visitor(browser, portal, java_script_enabled=False).sign_in("moderator")

    tab_to(page, "button.igf-next")
    press(page, "Enter")
    closed = page.inner_text(".igf-clock")
    page.context.close()
    other = plain.open(f"/moderate/{CODE}/")
    click_through(other.locator("button.igf-next"))

    assert "is closed" in closed
    assert "is open" in other.inner_text(".igf-clock")
    other.context.close()


def test_somebody_votes_without_javascript(portal, browser):
    ensure_open(browser, portal)
    page = Visitor(browser, portal, viewport=PHONE, java_script_enabled=False).open("/")

    page.fill("input[name=code]", "ky0to33")
    click_through(page.locator("form:has(input[name=code]) button"))
    page.locator("label.o").last.click()
    click_through(page.locator("form[action$='/join/'] button"))
    for question in page.locator("form fieldset").all():
        question.locator("label.o").first.click()
    click_through(page.locator("form[action$='/vote/'] button"))
    assert "2 of 2 answers recorded" in page.inner_text("main")
    click_through(page.locator("form[action$='/about/'] >> nth=1 >> button"))

    assert page.locator("form[action$='/about/']").count() == 0
    page.context.close()


def test_rows_are_added_moved_and_removed_without_javascript(portal, browser):
    organizer = Visitor(browser, portal, java_script_enabled=False).sign_in("organizer")
    page = organizer.open("/my/proposals/new/")

    titles = ["Welcome", "Debate", "Coffee"]
    fill_rows(page, "agenda", [{"title": t, "minutes": 10 + n} for n, t in enumerate(titles)])
    click_through(page.locator("button[name=up-agenda][value='1']"))
    click_through(page.locator("button[name=remove-agenda][value='2']"))

    left = page.locator("[name^=agenda-][name$=-title]").all()
    assert [title.input_value() for title in left] == ["Debate", "Welcome"]
    assert page.input_value("[name=agenda-0-minutes]") == "11"
    page.context.close()


@pytest.fixture(scope="module")
def loaded(portal, browser) -> list[Response]:
    """Everything a phone fetches for the page with the questions, until it follows the stream."""
    ensure_open(browser, portal)
    phone = Visitor(browser, portal, viewport=PHONE)
    page = phone.open(f"/j/{CODE}?at=room")
    click_through(page.locator("form[action$='/join/'] button"))
    page.goto("about:blank")
    fresh = phone.context.new_page()
    responses: list[Response] = []
    fresh.on("response", lambda response: responses.append(response))
    with fresh.expect_response("**/stream"):
        fresh.goto(f"{portal}/j/{CODE}")
    assert fresh.locator("form[action$='/vote/']").count() == 1
    return [response for response in responses if not response.url.endswith("/stream")]


def test_the_page_of_an_attendee_is_light(loaded):
    sizes = {one.url: one.request.sizes()["responseBodySize"] for one in loaded}

    assert all(sizes.values())
    assert sum(sizes.values()) <= HEAVIEST, sizes
    assert len(sizes) <= MOST_FILES, sizes


def test_what_an_attendee_loads_is_compressed(loaded):
    encodings = {one.url: one.headers.get("content-encoding") for one in loaded}

    assert set(encodings.values()) == {"gzip"}, encodings
