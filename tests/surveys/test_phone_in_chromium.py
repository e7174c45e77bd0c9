"""The attendee's phone in Chromium: with and without JavaScript, offline, over a restart."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.databases import ROOT
from tests.journeys.browser import PHONE, Visitor, chromium
from tests.journeys.looking import Findings
from tests.surveys.served import Server, served, wait_for

pytestmark = pytest.mark.chromium

SOON = 8_000
WITH_CODES = """
import django; django.setup()
from itertools import count
from surveys import actions
from tests import factories
factories.serial = count(1000)
by = factories.make_secretariat()
survey = factories.make_survey(factories.make_session())
actions.choose_level(survey, "codes", by=by)
code = actions.make_codes(survey, 1, by=by)[0]
actions.open_wave(survey.waves.get(position=1), by=by)
print(survey.workshop.join_code, code)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """Two sessions: survey 1 of the first is open."""
    with served(tmp_path_factory.mktemp("phone")) as running:
        running.moderator().step(running.codes[0], "open", wave=1)
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def phone(server, browser):
    """`phone()` is somebody with a phone; at the end no browser complained."""
    made: list[Visitor] = []

    def one(**options) -> Visitor:
        visitor = Visitor(
            browser, f"http://localhost:{server.port}", **{"viewport": PHONE, **options}
        )
        made.append(visitor)
        return visitor

    yield one
    complaints = [line for visitor in made for line in visitor.complaints]
    for visitor in made:
        visitor.context.close()
    expected = ("net::ERR", "status of 503")
    assert [line for line in complaints if not any(text in line for text in expected)] == []


def choose(page: Page, *places: int) -> None:
    """Tap the option at the given place of every question."""
    for number, place in enumerate(places):
        questions = page.locator("fieldset:has([name^='q-'])")
        questions.nth(number).locator("label.o").nth(place).click()


def send(page: Page) -> None:
    page.click("main form button.b:not(.b2)")


def recorded(page: Page) -> None:
    expect(page.locator(".ok h2")).to_have_text("2 of 2 answers recorded", timeout=SOON)


def ballots(page: Page) -> list[dict]:
    """Every ballot the page sends from now on."""
    found: list[dict] = []

    def note(request: Request) -> None:
        if request.url.endswith("/ballot"):
            found.append(request.post_data_json)

    page.on("request", note)
    return found


def test_from_the_code_on_the_wall_to_recorded_by_the_options_and_one_button(server, phone):
    visitor = phone()
    page = visitor.open(f"/j/{server.codes[0]}?at=room")
    sent = ballots(page)
    findings = Findings()
    findings.look(visitor, "join", dark=True)

    choose(page, 1, 2)
    send(page)

    recorded(page)
    findings.look(visitor, "recorded", dark=True)
    assert (findings.axe, findings.wide, findings.inline) == ({}, {}, {})
    assert len(sent) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", ballot["nonce"]) for ballot in sent)
    assert "Agree" not in page.inner_text("main")
    page.click("text=My receipts (2)")
    assert "this device, which also made the random part" in page.inner_text("main")
    shown = page.locator("[data-own] [data-receipt]").all_inner_texts()
    assert {text.replace(" ", "") for text in shown} <= set(
        server.column("surveys_ballot", "receipt")
    )
    page.reload()
    recorded(page)
    page.click("text=My receipts (2)")
    assert "this device, which also made the random part" in page.inner_text("main")


def test_joining_alone_leads_to_the_questions_by_keyboard(server, phone):
    page = phone().open(f"/j/{server.codes[0]}?at=online")
    page.focus("[name=door]:checked")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$='/vote/']")

    page.focus("fieldset:nth-of-type(1) input")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    recorded(page)


def test_a_missing_answer_is_asked_for_and_the_other_one_stays(server, phone):
    page = phone().open(f"/j/{server.codes[0]}?at=room")

    page.locator("fieldset:has([name^='q-'])").nth(0).locator("label.o").nth(1).click()
    send(page)

    expect(page.locator(".err h2")).to_have_text("1 answer is missing", timeout=SOON)
    assert page.locator("[name^='q-']:checked").count() == 1
    choose(page, 1, 0)
    send(page)
    recorded(page)


def test_a_half_made_answer_survives_a_reload_and_another_language(server, phone):
    page = phone().open(f"/j/{server.codes[0]}?at=room")
    page.locator("fieldset:has([name^='q-'])").nth(0).locator("label.o").nth(2).click()
    value = page.locator("[name^='q-']:checked").get_attribute("value")

    page.reload()
    kept = page.locator("[name^='q-']:checked").get_attribute("value")
    page.click(".lang summary")
    page.click(".lang a[lang=ar]")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("[name=door]:checked").get_attribute("value") == "room"
    assert kept == value == page.locator("[name^='q-']:checked").get_attribute("value")


def test_answers_made_offline_are_kept_and_sent_once(server, phone):
    visitor = phone()
    page = visitor.open(f"/j/{server.codes[0]}?at=room")
    send(page)
    page.wait_for_selector("form[action$='/vote/']")
    before = len(server.column("surveys_ballot", "receipt"))

    visitor.context.set_offline(True)
    choose(page, 0, 0)
    send(page)
    expect(page.locator("[data-said]")).to_contain_text("not sent yet", timeout=SOON)
    sent = ballots(page)
    visitor.context.set_offline(False)

    recorded(page)
    expect(page.locator("[data-said]")).to_have_text("Your answers are sent.")
    assert len({ballot["nonce"] for ballot in sent}) == 2
    assert len(server.column("surveys_ballot", "receipt")) == before + 2
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('unsent'))") == []


def test_a_busy_server_gets_the_same_ballot_again_with_the_same_nonce(server, phone):
    page = phone().open(f"/j/{server.codes[0]}?at=room")
    sent = ballots(page)
    refused: list[str] = []

    def busy(route: Route) -> None:
        question = route.request.post_data_json["question"]
        if question in refused:
            route.continue_()
            return
        refused.append(question)
        route.fulfill(
            status=503, headers={"Retry-After": "1"}, json={"error": "busy", "detail": ""}
        )

    page.route("**/ballot", busy)
    choose(page, 0, 0)
    send(page)

    expect(page.locator("[data-said]")).to_contain_text("server is busy", timeout=SOON)
    recorded(page)
    assert len(sent) == 4
    assert len({ballot["nonce"] for ballot in sent}) == 2


def test_a_receipt_that_does_not_fit_is_shown_as_wrong(server, phone):
    page = phone().open(f"/j/{server.codes[0]}?at=room")
    page.route("**/ballot", lambda route: route.fulfill(json={"receipt": "a" * 16}))

    choose(page, 0, 0)
    send(page)

    expect(page.locator("[data-said]")).to_contain_text("does not fit your answer", timeout=SOON)


def test_without_javascript_in_arabic_the_form_records_and_tells_who_made_the_nonce(server, phone):
    visitor = phone(java_script_enabled=False, locale="ar")
    page = visitor.open(f"/j/{server.codes[0]}?at=online")

    choose(page, 1, 1)
    send(page)
    page.wait_for_selector(".ok h2")

    assert page.locator("html").get_attribute("dir") == "rtl"
    page.click("details[data-own] summary")
    assert page.locator("[data-by=server]").is_visible()
    assert page.locator("[data-by=device]").is_hidden()
    assert page.locator("[data-own] [data-receipt]").count() == 2


def test_a_one_time_code_in_the_link_is_filled_in_and_used_once(server, phone):
    made = subprocess.run(
        [sys.executable, "-c", WITH_CODES],
        cwd=ROOT,
        env=environment(server),
        check=True,
        capture_output=True,
        text=True,
    )
    session, code = made.stdout.split()[-2:]
    first, second = phone(), phone()
    for visitor in (first, second):
        page = visitor.open(f"/j/{session}?at=room#{code}")
        assert page.input_value("[name=code]") == code
        assert "#" not in page.url
        choose(page, 0, 0)
        send(page)
        if visitor is first:
            recorded(page)

    expect(second.page.locator("#code-msg")).to_contain_text("not valid here", timeout=SOON)
    assert second.page.locator("[name^='q-']:checked").count() == 2
    state = server.state_when(session, lambda s: s["joined"]["room"] > 0)
    assert state["joined"] == {"room": 1, "online": 0}


def test_the_stream_turns_the_page_and_never_a_half_made_answer(server, phone):
    code, moderator = server.codes[1], server.moderator()
    page, writer = phone().open(f"/j/{code}?at=room"), phone(locale="ar").open(f"/j/{code}?at=room")
    for one in (page, writer):
        send(one)
        one.wait_for_selector("text=/No survey is open|لا/")
        one.evaluate("window.stays = true")

    moderator.step(code, "open", wave=1)
    for one in (page, writer):
        expect(one.locator("form[action$='/vote/']")).to_be_visible(timeout=SOON)
    writer.locator("fieldset label.o").nth(1).click()
    moderator.step(code, "close", wave=1)

    expect(page.locator("main h2").first).to_have_text("Survey 1 is closed", timeout=SOON)
    expect(writer.locator("[data-news]")).to_be_visible(timeout=SOON)
    assert writer.locator("[name^='q-']:checked").count() == 1
    assert page.evaluate("window.stays")
    assert writer.evaluate("window.stays")


def test_an_open_phone_learns_when_the_survey_closes_and_asks_for_no_page(server, phone):
    page = phone().open(f"/j/{server.codes[0]}?at=room")
    send(page)
    page.wait_for_selector("form[action$='/vote/']")
    page.locator("fieldset label.o").nth(1).click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    expect(page.locator("[data-closes]")).to_be_hidden()

    server.moderator().step(server.codes[0], "extend", wave=1, minutes=5)
    expect(page.locator("[data-closes]")).to_be_visible(timeout=SOON)

    second = int(server.state(server.codes[0])["version"].split("-")[1])
    clock = datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone_of(page)))
    expect(page.locator("[data-closes]")).to_contain_text(f"Closes at {clock:%H:%M:%S}")
    assert page.locator("[name^='q-']:checked").count() == 1
    assert set(asked) <= {"stream", "state.json"}


def test_after_a_restart_of_the_server_the_phone_finds_it_again(server, phone):
    code = server.codes[1]
    page = phone().open(f"/j/{code}?at=room")
    send(page)
    page.wait_for_load_state()
    page.evaluate("window.stays = true")

    restart(server)
    server.moderator().step(code, "open", wave=2)

    expect(page.locator("form[action$='/vote/']")).to_be_visible(timeout=20_000)
    assert page.evaluate("window.stays")


def zone_of(page: Page) -> str:
    return page.locator("[data-closes]").get_attribute("data-closes") or ""


def environment(server: Server) -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("REDIS_URL")},
        "IGF_DATA_DIR": str(server.data),
        "IGF_SAMPLE": "1",
        "DATABASE_URL": server.database_url,
        "DJANGO_SETTINGS_MODULE": "igfportal.settings",
    }


def restart(server: Server) -> None:
    """End the process and start the same again on its port."""
    assert server.process
    server.process.terminate()
    server.process.wait(30)
    server.process = subprocess.Popen(
        server.process.args, cwd=ROOT, env=environment(server), stderr=subprocess.DEVNULL
    )
    wait_for(server.port, server.process)
