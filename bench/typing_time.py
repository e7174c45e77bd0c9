"""How long an experienced person needs to enter WS #33 and Village Booth #35.

    CHROMIUM=/usr/bin/chromium python -m bench.typing_time

Both are entered in Chromium, field by field; the time of the hands and the head is added by the
keystroke-level model, the time of the portal is measured. docs/performance.md has the numbers.
"""

import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys import seed
from tests.journeys.browser import Visitor, chromium
from tests.journeys.conftest import running
from tests.journeys.writing import fill

# Card, Moran and Newell: The keystroke-level model for user performance time (1980). Seconds.
SECONDS = {
    "key": 0.2,  # 60 words a minute, five letters a word
    "point": 1.1,
    "click": 0.2,  # press and release
    "hand": 0.4,  # between keyboard and mouse
    "think": 2.0,  # per field, more than the 1.35 of the model
}
PREPARED = 80  # longer texts are pasted from a document, shorter ones typed
PASTE = Counter(key=8, point=2, click=2, hand=2, think=1)  # switch, mark, copy, switch, paste
LIMITS = {"WS #33": 15, "Booth #35": 10}
RESULT = Path(__file__).parent / "typing.json"


class Hands:
    """Enters values and counts what hands and head do for it, with long texts pasted and typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pasting: Counter[str] = Counter()
        self.typing: Counter[str] = Counter()
        self.fields = self.letters = 0
        self.waited = 0.0

    def enter(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            choices = value if isinstance(value, list) else [value]
            self.fields += 1
            self._do(Counter(think=1, key=1))
            for one in choices:
                self._one(name, one)
            fill(self.page, {name: value})

    def enter_rows(self, prefix: str, rows: list[dict[str, Any]]) -> None:
        for index, row in enumerate(rows):
            first = f"[name='{prefix}-{index}-{next(iter(row))}']"
            if not self.page.locator(first).count():
                self.press(f"button[name='add-{prefix}']", then=first)
            self.enter({f"{prefix}-{index}-{name}": value for name, value in row.items()})

    def press(self, button: str, *, then: str) -> None:
        """Point at a button, press it, and wait for what comes."""
        self._do(Counter(point=1, click=1, hand=2, think=1))
        began = time.monotonic()
        self.page.locator(f"{button}:visible").first.click()
        self.page.wait_for_selector(then)
        self.waited += time.monotonic() - began

    def _one(self, name: str, value: Any) -> None:
        field = self.page.locator(f"[name='{name}']").first
        if value is True or field.get_attribute("type") in ("checkbox", "radio"):
            self._do(Counter(point=1, click=1))
        elif field.evaluate("it => it.tagName") == "SELECT":
            self._do(Counter(key=min(4, len(str(value)))))
        else:
            text = str(value)
            self.letters += len(text)
            self.typing.update(key=len(text))
            self.pasting.update(PASTE if len(text) > PREPARED else {"key": len(text)})

    def _do(self, steps: Counter[str]) -> None:
        self.pasting.update(steps)
        self.typing.update(steps)

    def minutes(self, steps: Counter[str]) -> float:
        return (sum(SECONDS[name] * n for name, n in steps.items()) + self.waited) / 60

    def result(self, limit: int) -> dict[str, Any]:
        return {
            "fields": self.fields,
            "characters": self.letters,
            "waited_seconds": round(self.waited, 1),
            "minutes": round(self.minutes(self.pasting), 1),
            "minutes_all_typed": round(self.minutes(self.typing), 1),
            "limit_minutes": limit,
        }


def opened(visitor: Visitor, path: str) -> Hands:
    began = time.monotonic()
    hands = Hands(visitor.open(path))
    hands.waited = time.monotonic() - began
    return hands


def enter_session(organizer: Visitor) -> Hands:
    """Everything the public page of WS #33 shows and its form asks for."""
    hands = opened(organizer, "/my/proposals/new/")
    hands.enter(seed.SESSION)
    hands.enter_rows("questions", seed.QUESTIONS)
    hands.enter_rows("people", seed.PEOPLE_ROWS)
    hands.enter_rows("agenda", seed.AGENDA)
    hands.enter_rows("links", seed.LINKS)
    return sent(hands)


def enter_booth(exhibitor: Visitor) -> Hands:
    hands = opened(exhibitor, "/my/booths/new/")
    hands.enter(seed.BOOTH)
    boxes = hands.page.locator("input[name=themes]").all()[:3]
    hands.enter({"themes": [box.get_attribute("value") for box in boxes]})
    hands.enter_rows("initiatives", seed.INITIATIVES)
    hands.enter_rows("questions", seed.BOOTH_QUESTIONS)
    return sent(hands)


def sent(hands: Hands) -> Hands:
    hands.enter({"people_agreed": True})
    hands.press("button[name=action][value=submit]", then="main :text('Submitted')")
    return hands


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as portal,
        chromium() as browser,
    ):
        session = enter_session(Visitor(browser, portal).sign_in("organizer"))
        booth = enter_booth(Visitor(browser, portal).sign_in("exhibitor"))
    found = {
        "WS #33": session.result(LIMITS["WS #33"]),
        "Booth #35": booth.result(LIMITS["Booth #35"]),
    }
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    print(RESULT.read_text(), end="")
    return int(any(entry["minutes"] > entry["limit_minutes"] for entry in found.values()))


if __name__ == "__main__":
    raise SystemExit(main())
