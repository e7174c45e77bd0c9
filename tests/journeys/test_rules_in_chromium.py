"""The list of rules follows what is typed, in Chromium."""

import pytest

from tests.journeys.browser import Visitor, chromium
from tests.journeys.writing import fill

pytestmark = [pytest.mark.chromium, pytest.mark.one_database]


def test_the_rules_follow_what_is_typed_and_nothing_is_submitted(portal):
    with chromium() as browser:
        organizer = Visitor(browser, portal).sign_in("organizer")
        page = organizer.open("/my/proposals/new/")
        rule = page.locator("#checklist li", has_text="The running order fits")
        before = rule.inner_text()

        fill(page, {"minutes": "60", "agenda-0-title": "Talk", "agenda-0-minutes": "95"})
        page.wait_for_selector("#checklist li.is-bad:has-text('95 minutes')")
        fill(page, {"agenda-0-minutes": "45"})
        page.wait_for_selector("#checklist li.is-ok:has-text('The running order fits')")

        assert "Fulfilled" in before
        assert page.input_value("[name='agenda-0-title']") == "Talk"
        assert page.locator("button[name=action][value=submit]:visible").count() == 1
        assert organizer.complaints == []
