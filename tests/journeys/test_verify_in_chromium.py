"""The page that checks results, in Chromium: on the device, by sending, without JavaScript, in Arabic."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Visitor, click_through
from tests.journeys.looking import Findings

pytestmark = [pytest.mark.chromium, pytest.mark.one_database]

PAPER = "/2023/outcomes/ws-33/"


@pytest.fixture
def bundle(portal, browser) -> bytes:
    visitor = Visitor(browser, portal)
    body = visitor.context.request.get(f"{portal}{PAPER}bundle.zip").body()
    visitor.context.close()
    return body


def rewritten(bundle: bytes, name: str, old: str, new: str) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as source, zipfile.ZipFile(changed, "w") as target:
        for member in source.namelist():
            body = source.read(member)
            target.writestr(
                member, body.replace(old.encode(), new.encode(), 1) if member == name else body
            )
    return changed.getvalue()


def choose(page, body: bytes) -> None:
    page.set_input_files(
        "[name=bundle]", {"name": "bundle.zip", "mimeType": "application/zip", "buffer": body}
    )


def test_a_bundle_is_checked_on_the_device_and_a_forged_one_is_found(portal, browser, bundle):
    visitor = Visitor(browser, portal, viewport=PHONE)
    page = visitor.open("/verify/")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    verdict = page.locator("[data-verdict]")

    choose(page, bundle)
    page.click("[data-check-here]")
    expect(verdict).to_have_text("What was checked here agrees")
    words = page.locator("[data-here]").inner_text()
    page.fill("[name=expect]", "0" * 64)
    page.click("[data-check-here]")
    expect(verdict).to_have_text("Something does not agree")

    assert "Answers whose receipt belongs to them" in words
    assert "It is not the one you gave." in page.locator("[data-here]").inner_text()
    assert sent == []
    findings = Findings()
    findings.look(visitor, "bundle checked", dark=True)
    assert (findings.axe, findings.wide, findings.inline) == ({}, {}, {})
    assert visitor.complaints == []


def test_one_changed_answer_is_named_with_its_receipt(portal, browser, bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        first = archive.read("ballots.csv").decode().splitlines()[1]
    nonce, receipt = first.rsplit(",", 2)[1:]
    page = Visitor(browser, portal).open("/verify/")

    choose(page, rewritten(bundle, "ballots.csv", nonce, nonce[::-1]))
    page.click("[data-check-here]")

    expect(page.locator("[data-here]")).to_contain_text(receipt)
    page.context.close()


def test_without_javascript_in_arabic_the_bundle_is_sent_and_checked(portal, browser, bundle):
    visitor = Visitor(browser, portal, java_script_enabled=False, locale="ar", viewport=PHONE)
    page = visitor.open("/verify/")

    choose(page, bundle)
    click_through(page.locator("button[name=check][value=bundle]"))

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "figures recomputed" in page.inner_text("#bundle")
    assert page.locator("[data-check-here]").is_hidden()
    visitor.context.close()
