"""Both request forms on a phone, with the keyboard alone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Visitor, click_through
from tests.journeys.by_keyboard import Typist

SESSION = {
    "title": "Typed without a mouse",
    "type": "Workshop",
    "theme": "Security and trust",
    "layout": "Panel",
    "minutes": "90 minutes",
    "description": "Why everybody can propose a session.",
    "gains": "Examples.",
    "expected_outcomes": "A list.",
    "goals": ["4", "10"],
    "questions-0-text": "Who is left out?",
    "questions-1-text": "Who changes it?",
    "people-1-role": "Speaker",
    "people-1-name": "Sample Speaker",
    "people-1-country": "Ghana",
    "people-1-group": "Civil Society",
    "agenda-0-title": "Talk",
    "agenda-0-minutes": "40",
    "agenda-1-title": "Debate",
    "agenda-1-minutes": "50",
    "agenda-1-is_wave": True,
    "hybrid_plan": "Two moderators take turns.",
    "people_agreed": True,
}
BOOTH = {
    "organization": "Sample Office",
    "title": "A booth without a mouse",
    "attendance": ["onsite"],
    "themes": ["1"],
    "goals": ["4"],
    "background": "Why it is there.",
    "content": "What visitors find.",
    "contribution": "What it adds.",
    "initiatives-0-title": "Maps",
    "initiatives-0-text": "Maps of the net.",
    "initiatives-1-title": "Captions",
    "initiatives-1-text": "Captions for all.",
    "questions-0-text": "Who pays?",
    "people_agreed": True,
}
FORMS = {"proposals": ("organizer", SESSION), "booths": ("exhibitor", BOOTH)}
pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


@pytest.mark.parametrize("scripts", [False, True], ids=["without JavaScript", "with JavaScript"])
@pytest.mark.parametrize("kind", FORMS)
def test_a_form_is_filled_in_and_sent_with_the_keyboard_on_a_phone(kind, scripts, browser, portal):
    account, answers = FORMS[kind]
    options = {"viewport": PHONE, "java_script_enabled": scripts, "reduced_motion": "reduce"}
    visitor = Visitor(browser, portal, **options).sign_in(account)
    page = visitor.open(f"/my/{kind}/new/")

    typist = Typist(page, {**answers, **first_theme(page, kind)})
    typist.fill_and_submit()

    expect(page.locator("main")).to_contain_text("It is submitted.", timeout=30_000)
    assert answers["title"] in page.inner_text("main")
    assert typist.unseen == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.complaints == []
    visitor.context.close()


def first_theme(page, kind: str) -> dict:
    """The themes of the sample have keys of the database."""
    boxes = page.locator("input[type=checkbox][name=themes]")
    return {"themes": [boxes.first.get_attribute("value")]} if kind == "booths" else {}


@pytest.mark.parametrize("kind", FORMS)
def test_words_sent_after_the_log_in_expired_wait_behind_it(kind, browser, portal):
    account, _answers = FORMS[kind]
    visitor = Visitor(browser, portal, viewport=PHONE, java_script_enabled=False).sign_in(account)
    page = visitor.open(f"/my/{kind}/new/")
    page.fill("[name=title]", "Typed before the night")
    visitor.context.clear_cookies(name="sessionid")

    click_through(page.locator("button[name=action][value=save]:visible").first)
    page.fill("input[name=login]", f"{account}@igf.example")
    page.fill("input[name=password]", "sample-edition")
    click_through(page.locator("main form button[type=submit]"))

    assert page.input_value("[name=title]") == "Typed before the night"
    assert "All you typed is here again" in page.inner_text("main")
    visitor.context.close()
