"""Notes on a phone in Chromium: no network, a page loaded again, two people, no scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PASSWORD, PHONE, Visitor, click_through

NOTES = "/notes/KYOTO33/"
NETWORK = re.compile("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
OFFLINE = re.compile("Not sent yet. It is kept")
pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


@pytest.fixture(scope="module")
def cookies(browser, own_portal) -> dict:
    """What the browser of each note-taker keeps after the log-in."""
    kept = {}
    for name in ("rapporteur", "organizer"):
        visitor = Visitor(browser, own_portal).sign_in(name)
        kept[name] = visitor.context.storage_state()
        visitor.context.close()
    return kept


@pytest.fixture
def phone(browser, own_portal, cookies) -> Iterator[Visitor]:
    visitor = Visitor(browser, own_portal, storage_state=cookies["rapporteur"], viewport=PHONE)
    yield visitor
    visitor.context.close()
    assert [text for text in visitor.complaints if not NETWORK.search(text)] == []


@pytest.fixture
def other(browser, own_portal, cookies) -> Iterator[Visitor]:
    visitor = Visitor(browser, own_portal, storage_state=cookies["organizer"])
    yield visitor
    visitor.context.close()


def write(page: Page, words: str) -> None:
    page.fill("#id_text", words)
    page.get_by_role("button", name="Note it").click()


def noted(page: Page, words: str):
    return page.locator("[data-lines] li", has_text=words)


def unsent(page: Page):
    return page.locator("[data-unsent] li")


def state(page: Page):
    return page.locator("[data-notes-state]")


def test_a_line_and_a_button_are_enough(phone):
    page = phone.open(NOTES)

    write(page, "Said in the room.")

    expect(noted(page, "Said in the room.")).to_have_count(1)
    expect(page.locator("#id_text")).to_have_value("")
    expect(page.locator("#id_text")).to_be_focused()
    expect(state(page)).to_have_text("Noted.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_notes_without_a_network_survive_a_reload_and_are_sent_once(phone):
    page = phone.open(NOTES)
    phone.context.set_offline(True)
    write(page, "Offline one.")
    page.check("[name=kind][value=call]")
    write(page, "Offline two.")
    expect(unsent(page)).to_have_count(2)
    expect(state(page)).to_have_text(OFFLINE)
    page.fill("#id_text", "Half a line")

    page.close()
    phone.context.set_offline(False)
    phone.page = page = phone.context.new_page()
    page.goto(phone.address + NOTES)

    expect(noted(page, "Offline one.")).to_have_count(1)
    expect(noted(page, "Offline two.")).to_contain_text("Call to action")
    expect(unsent(page)).to_have_count(0)
    expect(page.locator("#id_text")).to_have_value("Half a line")


def test_notes_are_sent_by_themselves_when_the_network_is_back(phone):
    page = phone.open(NOTES)
    phone.context.set_offline(True)
    write(page, "Waiting for the network.")
    expect(unsent(page)).to_have_count(1)

    phone.context.set_offline(False)

    expect(noted(page, "Waiting for the network.")).to_have_count(1)
    expect(unsent(page)).to_have_count(0)


def test_a_note_whose_answer_got_lost_is_there_once(phone):
    page = phone.open(NOTES)
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(f"**{NOTES}", lose)
    write(page, "Sent twice, kept once.")

    expect(noted(page, "Sent twice, kept once.")).to_have_count(1)
    expect(unsent(page)).to_have_count(0)
    assert lost == [201]


def test_a_refused_note_stays_with_the_reason_and_can_be_changed(phone):
    page = phone.open(NOTES)
    page.get_by_text("About, door, group, name").click()
    page.fill("#id_speaker", "Somebody Named")
    write(page, "A name without consent.")
    expect(unsent(page)).to_contain_text("Tick this box only if the person agreed")
    expect(page.locator("#id_speaker")).to_have_value("")

    page.reload()
    unsent(page).get_by_role("button", name="Change").click()
    expect(page.locator("#id_text")).to_have_value("A name without consent.")
    page.check("#id_consent")
    page.get_by_role("button", name="Note it").click()

    expect(noted(page, "A name without consent.")).to_contain_text("Somebody Named")
    expect(unsent(page)).to_have_count(0)


def test_nothing_is_lost_when_the_log_in_has_ended(phone):
    page = phone.open(NOTES)
    phone.context.clear_cookies(name="sessionid")
    write(page, "After an hour.")
    link = page.get_by_role("link", name="Log in and go on")
    expect(link).to_be_visible()

    link.click()
    page.fill("input[name=login]", "rapporteur@igf.example")
    page.fill("input[name=password]", PASSWORD)
    click_through(page.locator("main form button[type=submit]"))

    expect(noted(page, "After an hour.")).to_have_count(1)


def test_two_note_takers_see_each_other_and_change_only_their_own(phone, other):
    mine, theirs = phone.open(NOTES), other.open(NOTES)

    write(theirs, "Heard by the other.")

    line = noted(mine, "Heard by the other.")
    expect(line).to_contain_text("Sample Organizer")
    expect(line.get_by_role("button", name="Delete")).to_have_count(0)
    own = noted(theirs, "Heard by the other.")
    click_through(own.get_by_role("button", name="Delete"))
    expect(noted(theirs, "Heard by the other.")).to_have_count(0)
    expect(line).to_have_count(0)


def test_without_scripts_it_is_a_plain_form(browser, own_portal, cookies):
    state = cookies["rapporteur"]
    visitor = Visitor(
        browser, own_portal, storage_state=state, viewport=PHONE, java_script_enabled=False
    )
    page = visitor.open(NOTES)

    page.fill("#id_text", "A plain line.")
    click_through(page.get_by_role("button", name="Note it"))
    expect(noted(page, "A plain line.")).to_have_count(1)
    click_through(noted(page, "A plain line.").get_by_role("button", name="Delete"))

    expect(noted(page, "A plain line.")).to_have_count(0)
    visitor.context.close()


def test_a_transcript_is_quoted_on_a_phone(phone):
    page = phone.open(f"{NOTES}transcript/")
    page.fill("#id_text", "Alice Doe: Control comes first, we say.\nThank you.")
    click_through(page.get_by_role("button", name="Keep the transcript"))
    page.fill("#id_q", "CONTROL")
    click_through(page.get_by_role("button", name="Search"))
    click_through(page.locator("li", has_text="Control comes first").get_by_role("link"))
    page.fill("#id_text", "Control comes first")
    click_through(page.get_by_role("button", name="Quote these words"))

    expect(noted(page, "Control comes first")).to_contain_text("Quote from the transcript")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
