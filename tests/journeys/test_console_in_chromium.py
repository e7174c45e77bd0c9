"""Console, ideas and screen in Chromium: keyboard only, one thumb, two devices, two languages."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Visitor
from tests.journeys.crowd import Attendee
from tests.journeys.looking import Findings

pytestmark = pytest.mark.chromium

CODE = "KYOTO33"
CONSOLE, SCREEN, IDEAS = f"/moderate/{CODE}/", f"/j/{CODE}/screen", f"/j/{CODE}/ideas/"
BIG = {"width": 1920, "height": 1080}
WORDS = "Please show captions on the room screen."
THUMB = 120


@pytest.fixture(scope="module")
def portal(own_portal):
    return own_portal


def press(page: Page, verb: str) -> None:
    """Reach the big button by the Tab key alone and press it."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _key in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.igf-next')"):
            break
    assert page.evaluate("document.activeElement.innerText").startswith(verb)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_moderator_runs_a_survey_by_keyboard_while_a_second_device_and_the_screen_follow(
    portal, browser
):
    findings = Findings()
    moderator = Visitor(browser, portal).sign_in("moderator")
    second = Visitor(browser, portal, viewport=PHONE).sign_in("secretariat")
    hall = Visitor(browser, portal, viewport=BIG)
    console, phone, screen = moderator.open(CONSOLE), second.open(CONSOLE), hall.open(SCREEN)
    people = [Attendee(portal, CODE, "online" if n % 2 else "room") for n in range(4)]
    for person in people:
        person.join()
    press(console, "Close survey 1")
    expect(screen.get_by_text("Survey 1 is closed").first).to_be_visible()
    findings.look(hall, "screen between surveys")

    press(console, "Open survey 2")
    expect(screen.get_by_text("Survey 2 of 3 is open")).to_be_visible()
    expect(phone.locator(".igf-next")).to_contain_text("Close survey 2")
    people[0].vote(0, 0)
    for page in (console, phone, screen):
        expect(page.locator("[data-count='answered.room']")).to_have_text("1")

    console.get_by_role("button", name="2 min").click()
    expect(screen.get_by_text("Closes at")).to_be_visible()
    expect(phone.get_by_text("Closes at")).to_be_visible()
    phone.get_by_role("button", name="Online spoke").click()
    expect(console.locator("[data-turns='online']")).to_have_text("1")
    console.get_by_role("button", name="Undo last (online)").click()
    expect(phone.locator("[data-turns='online']")).to_have_text("0")
    for visitor, name in ((moderator, "console"), (second, "console on a phone"), (hall, "screen")):
        findings.look(visitor, name)
    box = phone.locator(".igf-next").bounding_box()
    assert box["y"] + box["height"] > PHONE["height"] - THUMB
    assert box["height"] >= 60

    console.reload()
    press(console, "Close survey 2")
    expect(phone.get_by_text("Sample Moderator closed survey 2")).to_be_visible()
    for visitor in (moderator, second, hall):
        visitor.page.goto(visitor.page.url.partition("#")[0] + "?lang=ar")
        findings.look(visitor, f"{visitor.page.url} in Arabic")

    assert (findings.axe, findings.wide, findings.inline) == ({}, {}, {})
    assert moderator.complaints + second.complaints + hall.complaints == []


def test_an_idea_goes_from_a_phone_without_script_through_the_console_to_everybody(portal, browser):
    findings = Findings()
    author = Visitor(browser, portal, viewport=PHONE, java_script_enabled=False)
    page = author.open(f"/j/{CODE}?at=online")
    page.get_by_role("button").last.click()
    page.goto(portal + IDEAS)
    page.fill("textarea", WORDS)
    page.get_by_role("button", name="Send to the moderators").click()
    expect(page.get_by_text("waiting for a moderator")).to_be_visible()
    moderator = Visitor(browser, portal).sign_in("moderator")
    console = moderator.open(CONSOLE)
    stranger = Visitor(browser, portal, viewport=PHONE)
    assert WORDS not in stranger.open(IDEAS).content()

    console.get_by_role("button", name="Approve").click()
    expect(console.get_by_role("button", name="Answered")).to_be_visible()
    assert WORDS in stranger.open(IDEAS).content()
    findings.look(stranger, "ideas of everybody")
    findings.look(moderator, "console with an idea")
    console.locator(".igf-floor summary", has_text="Hide").click()
    console.get_by_label("Reason, shown to the author").fill("Said already")
    console.locator(".igf-floor .btn-danger").click()
    expect(console.get_by_text("1 hidden")).to_be_visible()
    page.reload()

    assert WORDS not in stranger.open(IDEAS).content()
    expect(page.get_by_text("Said already")).to_be_visible()
    assert (findings.axe, findings.wide, findings.inline) == ({}, {}, {})
    assert moderator.complaints + stranger.complaints == []


def test_the_screen_fills_a_hall_and_works_without_script(portal, browser):
    hall = Visitor(browser, portal, viewport=BIG, java_script_enabled=False)
    screen = hall.open(f"{SCREEN}?at=online")

    sizes = {
        name: float(
            screen.locator(place).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        )
        for name, place in {"title": "h1", "code": ".igf-qr b", "count": ".igf-live dd"}.items()
    }

    assert min(sizes.values()) >= 48, sizes
    assert screen.locator("noscript meta[http-equiv=refresh]").count() == 1
    assert screen.locator(".igf-qr svg").bounding_box()["width"] >= 300
