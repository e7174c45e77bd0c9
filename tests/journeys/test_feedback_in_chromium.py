"""The round of feedback in Chromium: a stranger's comment, an invited stakeholder, the paper by mail."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Visitor, click_through
from tests.journeys.looking import Findings

pytestmark = pytest.mark.chromium

PAPER = "/2023/outcomes/ws-33/"
ROUND = f"{PAPER}feedback/"
TEXT = "Name the auditors in the next version."


@pytest.fixture
def people(own_portal, browser):
    """Visitors by role, closed at the end; each must have been left without a complaint."""
    made: list[Visitor] = []

    def visitor(role: str = "", **options) -> Visitor:
        made.append(Visitor(browser, own_portal, **options))
        return made[-1].sign_in(role) if role else made[-1]

    yield visitor
    assert [line for one in made for line in one.complaints] == []
    for one in made:
        one.context.close()


def mailed_link(secretariat: Visitor, address: str, portal: str) -> str:
    """The link in the newest mail to the address, as the outbox of the sample shows it."""
    page = secretariat.open(f"/secretariat/mail/?q={address}")
    click_through(page.locator("tbody th a").first)
    return re.search(r"https?://[^/\s]+(/\S+/)", page.inner_text("main .igf-card"))[1]


def send(page: Page, name: str = "Send comment") -> None:
    click_through(page.get_by_role("button", name=name))


def nothing_found(findings: Findings) -> None:
    assert (findings.axe, findings.wide, findings.inline) == ({}, {}, {})


def test_a_stranger_comments_confirms_by_mail_and_is_answered(people, own_portal):
    findings, secretariat = Findings(), people("secretariat")
    stranger = people(viewport=PHONE)
    page = stranger.open(PAPER)
    click_through(page.get_by_role("link", name="Comment on this version"))
    findings.look(stranger, "comment, empty")
    page.fill("[name=text]", TEXT)
    page.select_option("[name=anchor]", "s5")
    send(page)
    findings.look(stranger, "comment, with an error")
    page.fill("[name=address]", "vera@example.org")
    send(page)
    findings.look(stranger, "comment waits")
    link = mailed_link(secretariat, "vera@example.org", own_portal)

    page = stranger.open(link)
    findings.look(stranger, "confirm", dark=True)
    send(page, "Publish my comment")

    mine = page.locator(".igf-comments > li", has_text=TEXT)
    expect(mine).to_contain_text("not answered yet")
    number = mine.get_attribute("id")
    page = people("rapporteur").open(f"{PAPER}#{number}")
    mine = page.locator(f"#{number}")
    mine.get_by_text("Answer this comment").click()
    mine.locator("[name$=disposition]").select_option("declined")
    mine.locator("[name$=reply]").fill("The session named none.")
    click_through(mine.get_by_role("button", name="Save the answer"))
    page = stranger.open(f"{PAPER}?show=declined")
    expect(page.locator(f"#{number}")).to_contain_text("The session named none.")
    nothing_found(findings)


def test_an_invited_stakeholder_answers_by_link_without_javascript(people, own_portal):
    findings, secretariat = Findings(), people("secretariat")
    page = secretariat.open(ROUND)
    page.fill("[name=lines]", "Ana Example <ana@example.org>, Institute, Somewhere")
    send(page, "Put on the list")
    findings.look(secretariat, "round, with an error")
    page.fill("[name=lines]", "Ana Example <ana@example.org>, Institute, Civil Society")
    send(page, "Put on the list")
    send(page, "Send 1 mail")
    findings.look(secretariat, "round, mailed")
    link = mailed_link(secretariat, "ana@example.org", own_portal)
    ana = people(viewport=PHONE, java_script_enabled=False)

    page = ana.open(link)
    expect(page.locator("[name=name]")).to_have_value("Ana Example")
    page.fill("[name=text]", "Say who pays.")
    send(page)

    expect(page.locator(".igf-comments > li")).to_contain_text("Say who pays.")
    page = secretariat.open(ROUND)
    expect(page.locator("tbody tr", has_text="Ana Example")).to_contain_text("commented")
    page = secretariat.open(link)
    findings.look(secretariat, "personal page")
    secretariat.open(f"{ROUND}?lang=ar")
    findings.look(secretariat, "round, Arabic", dark=True)
    secretariat.open(f"{ROUND}?lang=en")
    nothing_found(findings)


def test_a_comment_is_hidden_and_shown_again(people):
    page = people("rapporteur").open(PAPER)
    first = page.locator("#F-1")
    words = first.locator("p[dir=auto]").inner_text()

    first.get_by_text("Hide this comment").click()
    first.locator("[name$=kind]").select_option("beside")
    first.locator("[name$=reason]").fill("Not about this paper at all.")
    click_through(first.get_by_role("button", name="Hide", exact=True))
    expect(first).to_contain_text("Hidden by the moderation")
    expect(first).not_to_contain_text(words)
    click_through(first.get_by_role("button", name="Show it again"))

    expect(first).to_contain_text(words)


def test_the_paper_by_mail_is_asked_for_and_confirmed(people, own_portal):
    findings, reader = Findings(), people(viewport=PHONE)
    form = "/2023/sessions/ws-33/mail-me/"
    page = reader.open(form)
    findings.look(reader, "mail me")
    page.fill("[name=address]", "reader@example.org")
    send(page, "Send me a link to confirm")
    link = mailed_link(people("secretariat"), "reader@example.org", own_portal)

    page = reader.open(link)
    findings.look(reader, "reader")
    send(page, "Mail me the paper")

    expect(page.locator("h1")).to_have_text("The paper will be mailed to you")
    assert reader.context.cookies() == []
    nothing_found(findings)
