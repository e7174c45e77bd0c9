"""A form in Chromium that nobody presses a button of: typing, closing, losing the network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Visitor, click_through

FORMS = {"proposals": "organizer", "booths": "exhibitor"}
SAVED = re.compile(r"Saved at \d")
NO_LAST_WORD = "() => { window.fetch = () => Promise.reject(new TypeError('cut')) }"
pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


@pytest.fixture(scope="module")
def cookies(browser, portal) -> dict:
    """What the browser of each writer keeps after the log-in."""
    kept = {}
    for kind, name in FORMS.items():
        visitor = Visitor(browser, portal).sign_in(name)
        kept[kind] = visitor.context.storage_state()
        visitor.context.close()
    return kept


@pytest.fixture(params=[("proposals", None), ("booths", PHONE)], ids=["desk", "phone"])
def writer(request, browser, portal, cookies) -> Iterator[tuple[Visitor, str]]:
    """Somebody signed in, and the address of their new form."""
    kind, viewport = request.param
    options = {"viewport": viewport} if viewport else {}
    visitor = Visitor(browser, portal, storage_state=cookies[kind], **options)
    yield visitor, f"/my/{kind}/new/"
    visitor.context.close()
    assert [text for text in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


def state(page):
    return page.locator("[data-autosave-text]")


def title(page):
    return page.locator("#id_title")


def begun(writer, text: str):
    """A page whose first words are saved."""
    visitor, new = writer
    page = visitor.open(new)
    title(page).press_sequentially(text)
    expect(state(page)).to_have_text(SAVED)
    return page


def reopened(visitor: Visitor, page):
    """The same address after the page was closed."""
    url = page.url
    page.close()
    visitor.page = visitor.context.new_page()
    visitor.page.goto(url)
    return visitor.page


def test_what_was_typed_is_there_after_closing_without_a_button(writer):
    page = begun(writer, "Typed and left")

    again = reopened(writer[0], page)

    assert not page.url.endswith("/new/")
    expect(title(again)).to_have_value("Typed and left")


def test_closing_in_the_middle_of_a_word_keeps_the_word(writer):
    page = begun(writer, "Typed")

    title(page).press_sequentially(" and gone at once")
    again = reopened(writer[0], page)

    offered = again.locator("[data-autosave-use]")
    if offered.is_visible():
        offered.click()
    expect(title(again)).to_have_value("Typed and gone at once")


def test_without_a_network_words_stay_on_the_device_and_are_saved_later(writer):
    visitor, _new = writer
    page = begun(writer, "Before")

    visitor.context.set_offline(True)
    title(page).press_sequentially(" and without a network")
    page.keyboard.press("Tab")
    expect(state(page)).to_have_text("Offline: kept on this device")
    said = page.locator("[data-autosave-bar] [role=status]").inner_text()
    visitor.context.set_offline(False)

    expect(state(page)).to_have_text(SAVED)
    assert said == "Offline: kept on this device"
    expect(title(reopened(visitor, page))).to_have_value("Before and without a network")


def test_words_left_on_the_device_are_offered_back(writer):
    visitor, _new = writer
    page = begun(writer, "Before")
    visitor.context.set_offline(True)
    title(page).press_sequentially(" the cable was cut")
    page.keyboard.press("Tab")
    expect(state(page)).to_have_text("Offline: kept on this device")
    url = page.url
    page.evaluate(NO_LAST_WORD)
    page.close()
    visitor.context.set_offline(False)

    visitor.page = again = visitor.context.new_page()
    again.goto(url)
    expect(title(again)).to_have_value("Before")
    again.get_by_role("button", name="Use it").click()

    expect(title(again)).to_have_value("Before the cable was cut")
    expect(state(again)).to_have_text(SAVED)
    assert again.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_after_logging_in_again_the_words_are_there(writer):
    visitor, new = writer
    page = begun(writer, "Before")
    visitor.context.clear_cookies(name="sessionid")
    title(page).press_sequentially(" after an hour")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Log in and go on")
    expect(link).to_be_visible()

    link.click()
    page.fill("input[name=login]", f"{FORMS[new.split('/')[2]]}@igf.example")
    page.fill("input[name=password]", "sample-edition")
    click_through(page.locator("main form button[type=submit]"))

    expect(title(page)).to_have_value("Before after an hour")
    expect(state(page)).to_have_text(SAVED)


def test_a_second_page_sees_the_words_of_the_first_and_loses_none(writer):
    visitor, _new = writer
    first = begun(writer, "Mine")
    second = visitor.context.new_page()
    second.goto(first.url)
    title(second).press("End")
    title(second).press_sequentially(" from here")
    expect(state(second)).to_have_text(SAVED)

    title(first).press_sequentially(" from there")
    first.keyboard.press("Tab")

    expect(state(first)).to_contain_text("Somebody else saved")
    expect(first.locator("[data-autosave-theirs] dd").first).to_have_text("Mine from here")
    expect(title(first)).to_have_value("Mine from there")
    first.get_by_role("button", name="Replace theirs with mine").click()
    expect(state(first)).to_have_text(SAVED)


@pytest.mark.parametrize("kind", FORMS)
def test_the_form_page_is_small_on_the_wire(kind, browser, portal, cookies):
    visitor = Visitor(browser, portal, storage_state=cookies[kind])
    visitor.page.close()
    page = visitor.page = visitor.context.new_page()
    network = visitor.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda end: sizes.append(end["encodedDataLength"]))

    visitor.open(f"/my/{kind}/new/")
    page.wait_for_load_state("networkidle")

    assert len(sizes) > 5
    assert sum(sizes) <= 120_000
    visitor.context.close()
