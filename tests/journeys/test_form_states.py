"""The request forms in their rarer states, and the pages around them: axe finds nothing."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Visitor, chromium, click_through
from tests.journeys.looking import Findings

TITLE = "#id_title"
BAD = "Read\u202e backwards"
PAGES = [
    "/secretariat/people/",
    "/secretariat/people/duplicates/",
    "/secretariat/people/organizations/",
    "/secretariat/rules/",
    "/secretariat/village/places/",
    "/secretariat/village/allocation/",
    "/secretariat/village/messages/",
]
pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


class Walk:
    """Visitors of one portal whose findings are kept together."""

    def __init__(self, browser: Browser, portal: str) -> None:
        self.browser, self.portal = browser, portal
        self.findings = Findings()
        self.visitors: list[Visitor] = []

    def visitor(self, role: str = "", **options) -> Visitor:
        made = Visitor(self.browser, self.portal, reduced_motion="reduce", **options)
        made.context.set_default_timeout(60_000)
        self.visitors.append(made)
        return made.sign_in(role) if role else made

    def look(self, visitor: Visitor, name: str) -> None:
        self.findings.look(visitor, name)


@pytest.fixture(scope="module")
def walk(portal):
    with chromium() as browser:
        walk = Walk(browser, portal)
        address = see_autosave(walk)
        see_sharing(walk, address)
        see_conflict_without_scripts(walk, address)
        see_pages(walk)
        yield walk


def see_autosave(walk: Walk) -> str:
    """Saved, offline, refused, in conflict; returns the address of the draft."""
    organizer = walk.visitor("organizer")
    page = organizer.open("/my/proposals/new/")
    state = page.locator("[data-autosave-text]")
    page.locator(TITLE).press_sequentially("States")
    expect(state).to_have_text(re.compile(r"Saved at \d"), timeout=30_000)
    walk.look(organizer, "saved by itself")
    organizer.context.set_offline(True)
    page.locator(TITLE).press_sequentially(" offline")
    page.keyboard.press("Tab")
    expect(state).to_have_text("Offline: kept on this device", timeout=30_000)
    walk.look(organizer, "offline")
    organizer.context.set_offline(False)
    expect(state).to_have_text(re.compile(r"Saved at \d"), timeout=30_000)
    see_two_editors(walk, organizer)
    return page.url.removeprefix(walk.portal)


def see_two_editors(walk: Walk, first: Visitor) -> None:
    second = first.context.new_page()
    second.goto(first.page.url)
    second.locator(TITLE).fill("States from elsewhere")
    second.keyboard.press("Tab")
    saved = re.compile(r"Saved at \d")
    expect(second.locator("[data-autosave-text]")).to_have_text(saved, timeout=30_000)
    second.close()
    first.page.locator(TITLE).fill("States from here")
    first.page.keyboard.press("Tab")
    expect(first.page.locator("[data-autosave-theirs]")).to_be_visible(timeout=30_000)
    walk.look(first, "two editors")
    first.page.get_by_role("button", name="Replace theirs with mine").click()
    expect(first.page.locator("[data-autosave-text]")).to_have_text(saved, timeout=30_000)


def see_sharing(walk: Walk, address: str) -> None:
    organizer = walk.visitors[0]
    page = organizer.open(address)
    page.fill("#id_description", BAD)
    click_through(page.locator("button[name=action][value=submit]:visible").first)
    expect(page.locator(".igf-errors")).to_contain_text("U+202E")
    assert page.input_value("#id_description") == BAD
    walk.look(organizer, "an invisible character and rules")
    page.fill("#id_description", "Read forwards")
    click_through(page.locator("button[name=action][value=preview]:visible").first)
    walk.look(organizer, "preview")
    page = organizer.open(address)
    page.click("#share summary")
    click_through(page.locator("#share button[value=share]"))
    walk.look(organizer, "with a link to share")
    link = re.search(r"/my/shared/[^\s\"<]+", page.content())
    assert link
    friend = walk.visitor()
    friend.open(link[0])
    walk.look(friend, "form by its link")
    click_through(page.locator("#share button[value=unshare]"))
    friend.open(link[0])
    walk.look(friend, "link that has ended")


def see_conflict_without_scripts(walk: Walk, address: str) -> None:
    plain = walk.visitor("organizer", java_script_enabled=False)
    page = plain.open(address)
    other = plain.context.new_page()
    other.goto(page.url)
    for each, words in ((other, "Theirs"), (page, "Mine")):
        each.fill(TITLE, words)
        click_through(each.locator("button[name=action][value=save]:visible").first)
    expect(page.locator("#meanwhile")).to_contain_text("Theirs")
    assert page.input_value(TITLE) == "Mine"
    reader = walk.visitor("organizer")  # axe itself is a script
    reader.open(address).set_content(page.content())
    walk.look(reader, "two editors without JavaScript")


def see_pages(walk: Walk) -> None:
    secretariat = walk.visitor("secretariat")
    for path in PAGES:
        secretariat.open(path)
        walk.look(secretariat, path)
    for path, link in (("/secretariat/people/", "people/"), ("/secretariat/rules/", "rules/2027/")):
        page = secretariat.open(path)
        click_through(page.locator(f"main a[href*='/secretariat/{link}']").last)
        walk.look(secretariat, f"one of {path}")


def test_axe_finds_nothing_in_any_state(walk):
    assert len(walk.findings.seen) >= 16
    assert walk.findings.axe == {}


def test_every_state_fits_a_phone(walk):
    assert walk.findings.wide == {}
    assert walk.findings.inline == {}


def test_no_browser_complained(walk):
    said = [line for visitor in walk.visitors for line in visitor.complaints]
    assert [line for line in said if "ERR_INTERNET_DISCONNECTED" not in line] == []
