"""200 texts that have run as scripts elsewhere, in every text of a session, as Chromium shows them."""

import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Dialog, Page, Route

from tests.journeys.browser import chromium
from tests.journeys.hostile_session import Cast, draft, publish
from tests.outcomes.sameness import ESCAPE

pytestmark = [pytest.mark.chromium, pytest.mark.one_database]

VECTORS = json.loads(Path("tests/security/xss_vectors.json").read_text())
HARMLESS = [f"Plain text {'ABCDEFGHIJ'[n % 10]}{'KLMNOPQRST'[n // 10 % 10]}" for n in range(200)]
SITE = "http://portal.example"
WATCH = """
window.igfReports = [];
document.addEventListener("securitypolicyviolation", e => igfReports.push(e.blockedURI + " " + e.violatedDirective));
window.igfCalls = 0;
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { igfCalls += 1; };
"""
SEEN = """() => {
  const found = {}, live = [];
  for (const element of document.querySelectorAll("*")) {
    found[element.localName] = (found[element.localName] || 0) + 1;
    for (const { name, value } of element.attributes)
      if (name.startsWith("on") || name === "style" || /^\\s*(javascript|data|vbscript):/i.test(value))
        live.push(`${element.localName} ${name}=${value}`);
  }
  const fields = [...document.querySelectorAll("input, textarea")].map(field => field.value);
  return { found, live, text: [document.body.textContent, document.title, ...fields].join(" ") };
}"""


def test_there_are_two_hundred():
    assert len(VECTORS) == len(set(VECTORS)) == len(HARMLESS) == 200


@pytest.fixture
def people(organizer, rapporteur, secretariat) -> Cast:
    return Cast(organizer, rapporteur, secretariat)


def plain(text: str) -> str:
    return " ".join(text.split())


class Shown:
    """The pages of one session: as the portal answered them, and what became of them in a browser."""

    def __init__(self, texts: list[str], people: Cast) -> None:
        self.texts, self.people = texts, people
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.paper = draft(texts, people)
        self.base = self.paper.get_absolute_url()
        sections = [section["id"] for section in self.paper.version.content["sections"]]
        reviews = [f"{self.base}review/", *(f"{self.base}review/{name}/" for name in sections)]
        self.read(people.rapporteur, self.base, *reviews)
        publish(self.paper, texts, people)
        notes = f"/notes/{self.paper.workshop.join_code}/"
        pages = [f"{notes}?page={number}" for number in (1, 2)]
        comments = [f"{self.base}?page={number}" for number in (1, 2, 3, 4)]
        versions = [f"{self.base}versions/", f"{self.base}versions/0.9/"]
        self.read(people.rapporteur, *pages, *versions, comments[0])
        self.read(None, *comments[1:], self.paper.workshop.get_absolute_url())

    def read(self, user, *paths: str) -> None:
        client = Client()
        if user:
            client.force_login(user)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            kept = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
            name = path if path not in self.answers else f"{path}?again"
            self.answers[name] = answer.status_code, kept, answer.content

    def bytes_of(self, form: str) -> bytes:
        return Client().get(self.base.rstrip("/") + form).content


def look(browser: Browser, shown: Shown) -> dict[str, dict]:
    """What Chromium makes of each page."""
    context = browser.new_context()
    page, dialogs, strange = context.new_page(), [], []
    page.add_init_script(WATCH)

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.netloc != urlsplit(SITE).netloc:
            strange.append(route.request.url)
            route.abort()
        elif path in shown.answers:
            status, headers, body = shown.answers[path]
            route.fulfill(status=status, headers=headers, body=body)
        elif parts.path.startswith("/static/"):
            route.fulfill(path=str(finders.find(parts.path.removeprefix("/static/"))))
        else:
            strange.append(route.request.url)
            route.fulfill(status=404, body="")

    page.on("dialog", dismiss)
    context.route("**/*", answer)
    seen = {path: _seen(page, path) for path in shown.answers}
    context.close()
    assert (dialogs, strange) == ([], [])
    return seen


def _seen(page: Page, path: str) -> dict:
    page.goto(SITE + path)
    found = page.evaluate(SEEN)
    return {**found, "calls": page.evaluate("igfCalls"), "reports": page.evaluate("igfReports")}


def assert_files_hold_them(hostile: Shown) -> None:
    document = docx.Document(io.BytesIO(hostile.bytes_of(".docx")))
    marked = hostile.bytes_of(".md").decode()
    written = json.loads(hostile.bytes_of(".json"))

    forms = {
        "docx": plain("".join(document.element.itertext())),
        "markdown": plain(ESCAPE.sub(r"\1", marked)),
        "json": plain(json.dumps(written, ensure_ascii=False)),
    }
    for form, words in forms.items():
        sought = [plain(text) for text in VECTORS]
        if form == "json":
            sought = [json.dumps(text, ensure_ascii=False)[1:-1] for text in sought]
        missing = [text for text in sought if text not in words]
        assert missing == [], form
    assert not re.search(
        r"(?<!\\)<(?!/?(ins|del|a)\b|http://127\.0\.0\.1:8000/)[a-z!?/]", marked, re.I
    )


def test_nothing_that_people_write_runs_or_becomes_an_element(people, db):
    hostile, harmless = Shown(VECTORS, people), Shown(HARMLESS, people)
    assert_files_hold_them(hostile)
    with chromium() as browser:  # once it is open, Django keeps from the database
        seen, usual = look(browser, hostile), look(browser, harmless)
    texts = [plain(one["text"]) for one in seen.values()]

    assert {path: (one["calls"], one["reports"]) for path, one in seen.items()} == dict.fromkeys(
        seen, (0, [])
    )
    assert [one["live"] for one in seen.values()] == [one["live"] for one in usual.values()]
    assert [one["found"] for one in seen.values()] == [one["found"] for one in usual.values()]
    for text in VECTORS:
        assert sum(plain(text) in page for page in texts) >= 4, text
