"""A room at work: two phones, the console and the screen are open at once and tell the same.

One attendee has JavaScript, English and only a keyboard; the other has Arabic and no JavaScript.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Visitor, click_through
from tests.journeys.crowd import Attendee
from tests.journeys.looking import Findings
from tests.journeys.test_pages import press, tab_to

pytestmark = pytest.mark.chromium

CODE = "KYOTO33"
BIG = {"width": 1920, "height": 1080}
CROWD = 10
EVERYBODY = {"room": "6", "online": "6"}
NUMBER = re.compile(r"\d+%?")


@pytest.fixture(scope="module")
def portal(own_portal):
    return own_portal


class Room:
    """Everybody who looks at the session, and what is wrong with what they see."""

    def __init__(self, portal: str, browser) -> None:
        self.portal, self.findings = portal, Findings()
        self.console = Visitor(browser, portal).sign_in("moderator")
        self.screen = Visitor(browser, portal, viewport=BIG)
        self.phone = Visitor(browser, portal, viewport=PHONE)
        plain = {"java_script_enabled": False, "locale": "ar"}
        self.plain = Visitor(browser, portal, viewport=PHONE, **plain)
        self.twin = Visitor(browser, portal, viewport=PHONE, locale="ar")
        self.visitors = {"console": self.console, "screen": self.screen, "phone": self.phone}

    def come_in(self) -> None:
        """Survey 1 is closed; then both attendees join, each by an own door."""
        click_through(self.console.open(f"/moderate/{CODE}/").locator(".igf-next"))
        self.screen.open(f"/j/{CODE}/screen")
        page = self.phone.open(f"/j/{CODE}?at=room")
        tab_to(page, "form[action$='/join/'] button")
        press(page, "Enter")
        click_through(
            self.plain.open(f"/j/{CODE}?at=online").locator("form[action$='/join/'] button")
        )

    def step(self, says: str, phase: str) -> None:
        """The moderator presses a button; everybody comes to see the phase it leads to."""
        click_through(self.console.page.get_by_role("button", name=says))
        self.plain.page.reload()
        for visitor in (self.plain, *self.visitors.values()):
            where = visitor.page.locator("[data-phase]")
            expect(where).to_have_attribute("data-phase", phase)
            expect(where).to_have_attribute("data-wave", "2")
        self.look(phase)

    def look(self, phase: str) -> None:
        """Inspect all pages; axe needs a script, so a twin opens the page that has none."""
        self.twin.context.add_cookies(self.plain.context.cookies())
        self.twin.open(f"/j/{CODE}")
        for name, visitor in {**self.visitors, "phone in Arabic": self.twin}.items():
            self.findings.look(visitor, f"{name}, {phase}")

    def answer_by_keyboard(self) -> None:
        page = self.phone.page
        for name in questions(page):
            tab_to(page, f"[name='{name}']")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        tab_to(page, "form[action$='/vote/'] button")
        page.keyboard.press("Enter")
        expect(page.locator(".ok h2")).to_have_text("2 of 2 answers recorded")

    def answer_without_script(self) -> None:
        page = self.plain.page
        for name in questions(page):
            page.locator(f"label.o:has([name='{name}'])").nth(3).click()
        click_through(page.locator("form[action$='/vote/'] button"))
        assert page.get_attribute(".ok h2", "data-recorded") == "2"
        click_through(page.locator("form[action$='/about/'] button.b2"))

    def answer_in_the_crowd(self) -> None:
        for number in range(CROWD):
            person = Attendee(self.portal, CODE, "online" if number % 2 else "room")
            person.join()
            person.vote(number % 5, number % 3)

    def state(self) -> dict:
        return self.phone.context.request.get(f"{self.portal}/j/{CODE}/state.json").json()


def questions(page: Page) -> list[str]:
    """The names of the questions, in their order."""
    expect(page.locator("form[action$='/vote/']")).to_be_visible()
    names = [one.get_attribute("name") or "" for one in page.locator("[name^='q-']").all()]
    return list(dict.fromkeys(names))


def bars(page: Page, place: str) -> list[str]:
    """The first number of every bar: the share, or people where they are few."""
    return [NUMBER.findall(one)[0] for one in page.locator(place).all_inner_texts()]


def rows(page: Page) -> list[str]:
    """The same from the tables of the console."""
    shares = page.locator("section[aria-labelledby='p-2'] table:not(details table)")
    return [NUMBER.findall(one)[0] for one in shares.locator("td:nth-child(3)").all_inner_texts()]


def people(page: Page, place: str) -> list[str]:
    """How many answered each question, as the sentence below it says."""
    return [NUMBER.findall(one)[0] for one in page.locator(place).all_inner_texts()]


def test_two_phones_the_console_and_the_screen_tell_the_same_at_every_step(portal, browser):
    room = Room(portal, browser)
    room.come_in()

    room.step("Open survey 2", "open")
    room.answer_by_keyboard()
    room.answer_without_script()
    room.answer_in_the_crowd()
    for visitor in (room.console, room.screen):
        for door, number in EVERYBODY.items():
            expect(visitor.page.locator(f"[data-count='answered.{door}']")).to_have_text(number)
    assert room.state()["results"] is None
    room.step("Close survey 2", "closed")
    for visitor in (room.screen, room.phone, room.plain):
        assert visitor.page.locator("ul.r, .igf-pbars").count() == 0
    room.step("Show results of survey 2 now", "shown")

    phone, plain, screen = (v.page for v in (room.phone, room.plain, room.screen))
    shown = bars(phone, "ul.r li b")
    assert [result["n"] for result in room.state()["results"]] == [12, 12]
    assert all(number.endswith("%") for number in shown)
    assert bars(plain, "ul.r li b") == shown
    assert bars(screen, ".igf-pbars li > b") == shown
    assert rows(room.console.page) == shown
    assert people(phone, "h2 + p.sm.mut") == people(plain, "h2 + p.sm.mut") == ["12", "12"]
    assert plain.get_attribute("html", "dir") == "rtl"
    assert phone.get_attribute("html", "dir") == screen.get_attribute("html", "dir") == "ltr"
    found = room.findings
    assert (found.axe, found.wide, found.inline) == ({}, {}, {})
    everybody = (*room.visitors.values(), room.plain, room.twin)
    assert [line for visitor in everybody for line in visitor.complaints] == []
