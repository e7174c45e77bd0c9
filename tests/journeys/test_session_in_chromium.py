"""WS #33 from its proposal to the outcome report, in Chromium, as six people and a crowd."""

import io
import re
import subprocess
import sys
import zipfile
from urllib.parse import urlsplit

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import seed
from tests.journeys.browser import PHONE, Visitor, chromium, click_through
from tests.journeys.crowd import Attendee
from tests.journeys.reviewing import WORDING, Reviewer
from tests.journeys.writing import fill, fill_rows
from tests.surveys.served import state_when

CROWD = 30
AGREEMENT = "Principles of their own are needed."
CHOICE = "Which principle is hardest to verify?"
OPTIONS = ["Human control", "Safety first", "Transparency"]

pytestmark = pytest.mark.chromium


def propose(organizer: Visitor) -> str:
    """Fill the form, save a draft, come back, submit; returns the address of the proposal."""
    page = organizer.open("/my/proposals/new/")
    fill(page, {"title": seed.SESSION["title"]})
    click_through(page.locator("button[name=action][value=save]:visible"))
    address = page.url.removeprefix(organizer.address)
    organizer.open("/my/")
    page = organizer.open(address)
    assert page.input_value("[name=title]") == seed.SESSION["title"]
    fill(page, seed.SESSION)
    fill_rows(page, "questions", seed.QUESTIONS)
    fill_rows(page, "people", seed.PEOPLE_ROWS)
    fill_rows(page, "agenda", seed.AGENDA)
    fill_rows(page, "links", seed.LINKS)
    click_through(page.locator("button[name=action][value=submit]:visible"))
    assert "agreed" in page.inner_text(".igf-errors")
    page.check("[name=people_agreed]")
    click_through(page.locator("button[name=action][value=submit]:visible"))
    page.wait_for_selector("text=Submitted")
    return address


def decide(secretariat: Visitor, proposal: str) -> int:
    """Accept, place in a room, release; returns the number the session was given."""
    address = proposal.replace("/my/proposals/", "/secretariat/programme/")
    page = secretariat.open(address)
    accept = page.locator("form[action$='/accept/'] button[type=submit]")
    number = int(accept.inner_text().rpartition("#")[2])
    click_through(accept)
    page.select_option("[name=room]", label="Hall B")
    page.fill("[name=day]", "2027-11-09")
    page.fill("[name=start]", "09:15")
    click_through(page.locator("form[action$='/place/'] button[type=submit]"))
    click_through(page.locator("form[action$='/release/'] button[type=submit]"))
    return number


def read_code(moderator: Visitor) -> str:
    page = moderator.open("/my/")
    console = page.locator("a[href^='/moderate/']", has_not_text="KYOTO33")
    hrefs = [link.get_attribute("href") for link in console.all()]
    return next(href.split("/")[2] for href in hrefs if href and "KYOTO33" not in href)


def design(moderator: Visitor, code: str) -> None:
    """Three waves from the running order, two questions in each."""
    page = moderator.open(f"/moderate/{code}/design/")
    start = page.locator("button", has_text="running order")
    if start.count():
        click_through(start.first)
    while page.locator("[name='question-1-text_en']").count() == 0:
        click_through(page.locator("button[name=add][value=question]"))
    waves = {"waves": ["1", "2", "3"]}
    first = {"text_en": AGREEMENT, "kind": "five-point agreement", **waves}
    second = {"text_en": CHOICE, "kind": "one choice", **waves}
    for number, text in enumerate(OPTIONS, start=1):
        second[f"option_{number}_en"] = text
    for index, question in enumerate([first, second]):
        fill(page, {f"question-{index}-{name}": value for name, value in question.items()})
    click_through(page.locator("button[name=save]:not([tabindex])"))


def next_step(moderator: Visitor, code: str, label: str) -> None:
    """Press the big button of the console, which has to offer this step."""
    page = moderator.open(f"/moderate/{code}/")
    button = page.locator(".igf-next")
    assert label.lower() in button.inner_text().lower()
    click_through(button)


def vote_in_browser(attendee: Visitor, code: str, choices: tuple[int, int], door: str) -> str:
    """Join on the first visit, answer both questions; returns what the page says then."""
    page = attendee.open(f"/j/{code}?at={door}")
    if page.locator("form[action$='/join/']").count():
        assert page.is_checked(f"[name=door][value={door}]")
        click_through(page.locator("form[action$='/join/'] button"))
    for legend, choice in zip(page.locator("form fieldset").all(), choices, strict=True):
        legend.locator("label.o").nth(choice).click()
    page.click("form[action$='/vote/'] button")
    page.wait_for_selector(".note.ok")
    said = page.inner_text("main")
    if page.locator("form[action$='/about/'] select").count():
        page.select_option("[name=group]", label="Civil Society")
        click_through(page.locator("form[action$='/about/'] >> nth=0 >> button"))
    return said


def take_notes(rapporteur: Visitor, code: str) -> None:
    """Two notes, and a draft item with its wording before and after."""
    for kind, text in [("point", "General guidance is not enough."), ("call", "Report yearly.")]:
        page = rapporteur.open(f"/notes/{code}/")
        unfold(page)
        page.check(f"[name=kind][value={kind}]", force=True)
        page.fill("[name=text]", text)
        page.select_option("[name=about]", index=1)
        page.get_by_role("button", name="Note it").click()
        expect(page.locator("[data-lines] li", has_text=text)).to_have_count(1)
    page.fill("[name=new-title]", "Human control")
    page.fill("[name=new-text]", "People remain in charge.")
    click_through(page.locator("form:has([name=new-title]) button[type=submit]"))
    unfold(page)
    after = page.locator("form[action*='/items/'] textarea[name$='-text']").first
    after.fill("People remain in charge and can stop any action.")
    click_through(after.locator("xpath=ancestor::form").locator("button[type=submit]"))
    assert "can stop any action" in page.inner_text("main")


def unfold(page: Page) -> None:
    """Open every disclosure of the page."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def answered(state: dict) -> int:
    return sum(state["answered"].values())


def wait_for_draft(rapporteur: Visitor, paper: str) -> None:
    """The worker compiles within seconds; reload until its draft is there."""
    page = rapporteur.page
    for _second in range(90):
        rapporteur.open(paper)
        if page.locator("main a[href$='/review/']").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(page.inner_text("main"))


@pytest.fixture(scope="module")
def journey(portal, tmp_path_factory):
    """The whole way, walked once; the tests below look at what it left behind."""
    with chromium() as browser:
        yield walk(portal, browser)


def walk(portal: str, browser) -> dict:
    people = {
        name: Visitor(browser, portal, **options).sign_in(name)
        for name, options in {
            "organizer": {},
            "secretariat": {},
            "moderator": {"viewport": PHONE},
            "rapporteur": {"viewport": PHONE},
        }.items()
    }
    proposal = propose(people["organizer"])
    number = decide(people["secretariat"], proposal)
    code = read_code(people["moderator"])
    design(people["moderator"], code)
    seen = hold(portal, browser, people, code)
    paper = f"/2027/outcomes/ws-{number}/"
    wait_for_draft(people["rapporteur"], paper)
    reviewer = Reviewer(people["rapporteur"], paper)
    reviewer.walk()
    page = people["secretariat"].open(paper)
    click_through(page.locator("form[action$='/publish/'] button"))
    visitor = Visitor(browser, portal)
    complaints = [line for person in people.values() for line in person.complaints]
    seen["reviewer"] = reviewer
    found = {"number": number, "visitor": visitor, "paper": paper, "complaints": complaints}
    return {"people": people, **found, **seen}


def hold(portal: str, browser, people: dict, code: str) -> dict:
    """Three waves: the crowd and two browsers answer, the room moves towards agreement."""
    moderator = people["moderator"]
    with_script = Visitor(browser, portal, viewport=PHONE)
    without = Visitor(browser, portal, viewport=PHONE, java_script_enabled=False)
    crowd = [Attendee(portal, code, "room" if n % 3 else "online") for n in range(CROWD)]
    for attendee in crowd:
        attendee.join()
    states, said, port = [], [], urlsplit(portal).port
    for wave in (1, 2, 3):
        next_step(moderator, code, f"open survey {wave}")
        said.append(vote_in_browser(with_script, code, (1, 0), "online"))
        said.append(vote_in_browser(without, code, (2, wave - 1), "room"))
        for number, attendee in enumerate(crowd):
            attendee.vote(3 if number > 7 * wave else 1, number % 3)
        states.append(state_when(port, code, lambda state: answered(state) == CROWD + 2))
        if wave == 2:
            take_notes(people["rapporteur"], code)
        next_step(moderator, code, f"close survey {wave}")
    late = crowd[0].post("vote")
    next_step(moderator, code, "show")
    shown = state_when(port, code, lambda state: state["phase"] == "shown")
    next_step(moderator, code, "end")
    page = moderator.open(f"/moderate/{code}/")
    page.click("details summary:has-text('Seal now')")
    page.fill("[name=seal]", "SEAL")
    click_through(page.locator("form[action$='/seal/'] button"))
    complaints = with_script.complaints + without.complaints
    return {"states": states, "said": said, "late": late, "shown": shown, "phones": complaints}


def test_every_acknowledged_answer_is_counted(journey):
    assert [answered(state) for state in journey["states"]] == [CROWD + 2] * 3
    assert all("2 of 2 answers recorded" in said for said in journey["said"])


def test_results_are_hidden_until_they_are_shown(journey):
    assert [state["results"] for state in journey["states"]] == [None] * 3
    assert [result["n"] for result in journey["shown"]["results"]] == [CROWD + 2] * 2


def test_a_vote_after_closing_is_refused_in_words(journey):
    assert "closed" in journey["late"].lower()


def test_no_browser_complained(journey):
    assert journey["complaints"] + journey["phones"] == []


def test_the_session_page_holds_every_fact_that_was_typed(journey):
    page = journey["visitor"].open(f"/2027/sessions/ws-{journey['number']}/")

    text = " ".join(page.inner_text("main").split())
    typed = [*seed.SESSION.values(), *[row["text"] for row in seed.QUESTIONS]]
    typed += [row["name"] for row in seed.PEOPLE_ROWS] + [row["title"] for row in seed.AGENDA]
    paragraphs = [part for value in typed for part in value.split("\n\n")]
    assert [part for part in paragraphs if " ".join(part.split()) not in text] == []
    assert "UTC" in text


def test_the_published_paper_says_how_opinion_moved(journey):
    page = journey["visitor"].open(journey["paper"])

    text = page.inner_text("main")
    assert f"Of {CROWD + 2} people" in text or f"of {CROWD + 2} people" in text
    assert "Sample Rapporteur" in text
    assert "Sample Secretariat" in text
    assert "General guidance is not enough." in text
    assert "can stop any action" in text


def download(journey: dict, path: str) -> bytes:
    visitor = journey["visitor"]
    response = visitor.context.request.get(visitor.address + path)
    assert response.ok, (path, response.status)
    return response.body()


def test_the_pdf_can_be_searched(journey):
    reader = pypdf.PdfReader(
        io.BytesIO(download(journey, f"/2027/outcomes/ws-{journey['number']}.pdf"))
    )

    text = " ".join(page.extract_text() for page in reader.pages)
    assert seed.SESSION["title"] in " ".join(text.split())
    assert reader.metadata
    assert reader.metadata.title


def test_the_bundle_verifies_against_the_hash_on_the_paper(journey, tmp_path):
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(download(journey, f"{journey['paper']}bundle.zip"))
    with zipfile.ZipFile(bundle) as archive:
        archive.extract("verify.py", tmp_path)
    text = journey["visitor"].open(journey["paper"]).inner_text("main")
    printed = re.search(r"(?:[0-9a-f]{8}\s+){7}[0-9a-f]{8}|[0-9a-f]{64}", text)
    assert printed

    digest = "".join(printed[0].split())
    command = [sys.executable, tmp_path / "verify.py", bundle, "--expect"]
    right = subprocess.run([*command, digest], capture_output=True, text=True, check=False)
    wrong = subprocess.run([*command, "0" * 64], capture_output=True, text=True, check=False)

    assert (right.returncode, wrong.returncode) == (0, 1), right.stdout + right.stderr


def test_the_outcome_report_has_a_row_for_the_session(journey):
    secretariat = journey["people"]["secretariat"]
    url = f"{secretariat.address}/secretariat/exports/2027/outcome-report.xlsx"
    body = secretariat.context.request.get(url).body()

    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    name = f"IGF 2027 WS #{journey['number']} {seed.SESSION['title']}"
    report = dict(zip(rows[0], next(row for row in rows if name in row), strict=True))
    assert report["Joined, room"] + report["Joined, online"] == CROWD + 2
    assert f"Among the {CROWD + 2} people" in report["Key results"]
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_the_draft_was_reviewed_on_a_phone_and_approved(journey):
    reviewer = journey["reviewer"]
    paper = journey["visitor"].open(journey["paper"])

    assert WORDING in paper.inner_text("main")
    assert "edited by Sample Rapporteur" in paper.inner_text("main")
    findings = reviewer.findings
    assert findings.seen == ["review", "first section", "last section"]
    assert (findings.axe, findings.wide, findings.inline) == ({}, {}, {})
