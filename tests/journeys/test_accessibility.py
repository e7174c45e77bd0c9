"""Every kind of page, in all its states: no violation of WCAG 2.2 AA, fits a phone, nothing inline.

English in the light, a third of the pages also in Arabic and in the dark. The live session walks
from an open survey to its end, and is left with its next survey open.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import seed
from tests.journeys.browser import PHONE, Visitor, chromium, click_through
from tests.journeys.crowd import Attendee
from tests.journeys.looking import Findings
from tests.journeys.writing import fill, fill_rows

CODE = "KYOTO33"
CROWD = 12
PATIENCE = 180_000
SESSION, PAPER = "/2023/sessions/ws-33/", "/2023/outcomes/ws-33/"
PUBLIC = [
    "/",
    "/2027/programme/",
    "/2027/programme/?view=grid",
    "/2023/sessions/",
    SESSION,
    "/2027/sessions/ws-900/",
    "/2020/village/",
    "/2020/village/35/",
    "/2023/outcomes/",
    PAPER,
    f"{PAPER}comments/",
    f"{PAPER}versions/",
    f"{PAPER}versions/0.9/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/j/",
    "/j/NOPE99",
    "/nowhere/",
]
SIGNED_IN = {
    "organizer": ["/my/", "/review/"],
    "mag": ["/review/"],
    "secretariat": [
        "/secretariat/",
        "/secretariat/requests/",
        "/secretariat/requests/views/",
        "/secretariat/programme/",
        "/secretariat/village/",
        "/secretariat/mail/",
        "/secretariat/exports/",
        f"/moderate/{CODE}/codes/",
        "/secretariat/reports/?year=2023",
        "/secretariat/reports/2023/dates/",
        PAPER,
        f"{PAPER}publications/",
        f"{PAPER}feedback/",
    ],
    "rapporteur": [f"/notes/{CODE}/", f"/notes/{CODE}/transcript/", PAPER, f"{PAPER}next/"],
    "moderator": [f"/moderate/{CODE}/design/", f"/moderate/{CODE}/doors/"],
}
ALSO_DARK = {
    "/",
    "/2027/programme/?view=grid",
    SESSION,
    "/2020/village/35/",
    PAPER,
    "/secretariat/",
}
ALSO_ARABIC = [
    "/",
    "/2027/programme/",
    SESSION,
    "/2020/village/",
    "/2020/village/35/",
    PAPER,
    "/accounts/login/",
    "/my/",
    "/my/proposals/new/",
    "/secretariat/programme/",
    f"/moderate/{CODE}/",
    f"/moderate/{CODE}/design/",
    f"/moderate/{CODE}/doors/",
]

pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


class Tour:
    """One portal, one browser, a visitor for every role, one list of findings."""

    def __init__(self, portal: str, browser: Browser) -> None:
        self.portal = portal
        self.browser = browser
        self.findings = Findings()
        self.visitors: list[Visitor] = []

    def visitor(self, role: str = "", **options) -> Visitor:
        options = {"reduced_motion": "reduce", **options}
        visitor = Visitor(self.browser, self.portal, **options)
        visitor.context.set_default_timeout(PATIENCE)
        self.visitors.append(visitor)
        return visitor.sign_in(role) if role else visitor

    def see(self, visitor: Visitor, path: str, name: str = "") -> Page:
        page = visitor.open(path)
        self.findings.look(visitor, name or path, dark=path in ALSO_DARK)
        return page

    @property
    def complaints(self) -> list[str]:
        return [line for visitor in self.visitors for line in visitor.complaints]


@pytest.fixture(scope="module")
def tour(portal):
    """Everything walked once; the tests below read what was found."""
    with chromium() as browser:
        tour = Tour(portal, browser)
        people = see_every_page(tour)
        see_the_forms(tour, people)
        see_the_live_session(tour, people)
        see_arabic(tour)
        yield tour


def see_every_page(tour: Tour) -> dict[str, Visitor]:
    visitor = tour.visitor()
    for path in PUBLIC:
        tour.see(visitor, path)
    people = {role: tour.visitor(role) for role in SIGNED_IN}
    for role, paths in SIGNED_IN.items():
        for path in paths:
            tour.see(people[role], path, f"{path} as {role}")
    return people


def see_the_forms(tour: Tour, people: dict[str, Visitor]) -> None:
    """Empty, with errors, sent, decided upon; the invitation that goes out."""
    organizer, secretariat = people["organizer"], people["secretariat"]
    see_booth_form(tour, organizer)
    page = tour.see(organizer, "/my/proposals/new/", "proposal, empty")
    fill(page, {"title": "A title far longer than it may be " * 3})
    fill_rows(page, "agenda", [{"title": "Welcome"}, {"title": "Everything", "minutes": 400}])
    fill_rows(page, "people", [{"role": "speaker", "name": "Sample Guest"}])
    submit(page)
    expect(page.locator(".igf-errors")).to_be_visible(timeout=PATIENCE)
    tour.findings.look(organizer, "proposal, with errors", dark=True)
    fill(page, {**seed.SESSION, "title": "Pages that everybody can read"})
    fill_rows(page, "questions", seed.QUESTIONS)
    fill_rows(page, "people", [seed.PEOPLE_ROWS[-1], *seed.PEOPLE_ROWS[:5]])
    fill_rows(
        page, "agenda", [{"title": "Talk", "minutes": 40}, {"title": "Debate", "minutes": 50}]
    )
    page.check("[name=people_agreed]")
    submit(page)
    expect(page.locator("main")).to_contain_text("It is submitted.", timeout=PATIENCE)
    tour.findings.look(organizer, "proposal, submitted")
    proposal = page.url.removeprefix(tour.portal)
    desk = proposal.replace("/my/proposals/", "/secretariat/programme/")
    tour.see(secretariat, desk, "proposal on the desk")
    see_invitation(tour, secretariat)
    page = organizer.open(proposal)
    page.click("summary:has-text('Withdraw')")
    click_through(page.locator("button[value=withdraw]"))
    tour.findings.look(organizer, "proposal, withdrawn")


def submit(page: Page) -> None:
    click_through(page.locator("button[name=action][value=submit]:visible"))
    page.wait_for_load_state()


def see_booth_form(tour: Tour, exhibitor: Visitor) -> None:
    page = tour.see(exhibitor, "/my/booths/new/", "booth, empty")
    fill_rows(page, "initiatives", [{"title": "Maps"}, {"text": "No title"}])
    submit(page)
    expect(page.locator(".igf-errors")).to_be_visible(timeout=PATIENCE)
    tour.findings.look(exhibitor, "booth, with errors")


def see_invitation(tour: Tour, secretariat: Visitor) -> None:
    page = secretariat.open("/secretariat/mail/")
    page.click("main a[href*='/secretariat/mail/']:has-text('Invitation')")
    tour.findings.look(secretariat, "one mail")
    link = re.search(r"/my/invitations/[\w-]+/", page.inner_text("main"))
    assert link
    tour.see(tour.visitor(), link[0], "invitation")


def see_the_live_session(tour: Tour, people: dict[str, Visitor]) -> None:
    """From the open survey to the end of the session and back, on every screen."""
    moderator = people["moderator"]
    phones = {
        "English": tour.visitor(viewport=PHONE),
        "Arabic, dark": tour.visitor(viewport=PHONE, locale="ar", color_scheme="dark"),
    }
    for name, phone in phones.items():
        answer(tour, phone, name)
    for number in range(CROWD):
        attendee = Attendee(tour.portal, CODE, "room" if number % 2 else "online")
        attendee.join()
        attendee.vote(number % 5, number % 3)
    see_live_pages(tour, moderator, phones, "open", seen=("console", "screen"))
    page = moderator.open(f"/moderate/{CODE}/")
    step(page, "close")
    see_live_pages(tour, moderator, phones, "closed")
    step(moderator.open(f"/moderate/{CODE}/"), "show")
    see_live_pages(tour, moderator, phones, "shown")
    step(moderator.open(f"/moderate/{CODE}/"), "end")
    see_live_pages(tour, moderator, phones, "ended")
    step(moderator.open(f"/moderate/{CODE}/"), "undo")
    step(moderator.open(f"/moderate/{CODE}/"), "open")


def step(page: Page, verb: str) -> None:
    click_through(page.locator(f"form[action$='/{verb}/'] button").first)


def see_live_pages(tour, moderator, phones, phase, seen=("console", "screen", "phone")) -> None:
    if "console" in seen:
        tour.see(moderator, f"/moderate/{CODE}/", f"console, {phase}")
    tour.see(tour.visitors[0], f"/j/{CODE}/screen", f"screen, {phase}")
    if "phone" in seen:
        for name, phone in phones.items():
            tour.see(phone, f"/j/{CODE}", f"phone, {phase}, {name}")


def answer(tour: Tour, phone: Visitor, name: str) -> None:
    """Join and vote, first with everything forgotten."""
    page = tour.see(phone, f"/j/{CODE}", f"join, {name}")
    click_through(page.locator("form[action$='/join/'] button"))
    tour.findings.look(phone, f"join without a door, {name}")
    page.locator("label.o").first.click()
    click_through(page.locator("form[action$='/join/'] button"))
    tour.findings.look(phone, f"questions, {name}")
    page.click("form[action$='/vote/'] button")
    tour.findings.look(phone, f"questions without an answer, {name}")
    for question in page.locator("form fieldset").all():
        question.locator("label.o").nth(1).click()
    page.click("form[action$='/vote/'] button")
    page.wait_for_selector(".note.ok")
    tour.findings.look(phone, f"sent, and two questions about you, {name}")
    click_through(page.locator("form[action$='/about/'] >> nth=1 >> button"))
    page.wait_for_load_state()
    tour.findings.look(phone, f"sent, {name}")


def see_arabic(tour: Tour) -> None:
    visitor = tour.visitor("secretariat", locale="ar", color_scheme="dark")
    for path in ALSO_ARABIC:
        tour.see(visitor, path, f"{path} in Arabic, dark")
    assert visitor.page.get_attribute("html", "dir") == "rtl"


def test_every_page_was_looked_at(tour):
    assert len(tour.findings.seen) > 60


def test_no_page_violates_wcag(tour):
    assert tour.findings.axe == {}


def test_no_page_is_wider_than_a_phone(tour):
    assert tour.findings.wide == {}


def test_no_page_holds_inline_style_script_or_handler(tour):
    assert tour.findings.inline == {}


def test_no_browser_complained(tour):
    assert tour.complaints == []
