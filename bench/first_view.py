"""A phone on a slow network: the first view after the QR code, and sending the answers."""

import os
import time
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, Page, expect

from bench.machine import live
from bench.setting import prepared
from tests.journeys.browser import PHONE, Visitor, chromium
from tests.services import find_programs

ROUNDS = 3
KILOBITS, LATENCY = 400, 400
PATIENCE = 60_000
QUESTIONS = 2


def measure(url: str) -> Iterator[tuple[str, float]]:
    """Seconds until the page can be used, and from sending until it says that all is recorded."""
    os.environ.setdefault("CHROMIUM", str(find_programs(["Chromium"])["Chromium"].path))
    with prepared(url, 0) as setting, live(setting.environment) as lane:
        address = f"http://127.0.0.1:{lane.port}"
        with chromium() as browser:
            rounds = [_visit(browser, address, setting.code) for _round in range(ROUNDS)]
    views, sendings = zip(*rounds, strict=True)
    network = f"at {KILOBITS} kbit/s and {LATENCY} ms"
    yield f"first view usable {network}, s", median(views)
    yield f"answers recorded {network}, s", median(sendings)


def _visit(browser: Browser, address: str, code: str) -> tuple[float, float]:
    """Somebody new, whose browser has kept nothing."""
    visitor = Visitor(browser, address, viewport=PHONE)
    page = visitor.page
    _slow_down(page)
    until_usable = _open(page, f"{address}/j/{code}?at=room")
    until_recorded = _answer(page)
    visitor.context.close()
    return until_usable, until_recorded


def _slow_down(page: Page) -> None:
    bytes_per_second = KILOBITS * 1000 / 8
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        },
    )


def _open(page: Page, address: str) -> float:
    """Usable: the form is drawn and its script runs, which begins by asking for the stream."""
    began = time.perf_counter()
    with page.expect_request("**/stream"):
        page.goto(address, wait_until="commit")
    expect(page.locator("form[data-answers]")).to_be_visible(timeout=PATIENCE)
    return time.perf_counter() - began


def _answer(page: Page) -> float:
    for question in page.locator("fieldset:has([name^='q-'])").all():
        question.locator("label.o").first.click()
    began = time.perf_counter()
    page.locator("form[data-answers] button").click()
    said = f"{QUESTIONS} of {QUESTIONS} answers recorded"
    expect(page.locator(".ok h2")).to_have_text(said, timeout=PATIENCE)
    return time.perf_counter() - began
