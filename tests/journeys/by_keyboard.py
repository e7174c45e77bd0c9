"""Somebody who fills in a form with the keyboard alone: Tab, letters, arrows, Space, Enter."""

from playwright.sync_api import Page

MOST_STOPS = 600
WHERE = """() => {
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const ring = getComputedStyle(it);
  const marked = ring.outlineStyle !== "none" || ring.boxShadow !== "none";
  return { tag: it.tagName, type: it.type || "", name: it.name || "", value: it.value || "",
           checked: !!it.checked, seen: inside, marked };
}"""


class Typist:
    """Walks through the page by Tab and answers where an answer is waiting for the field."""

    def __init__(self, page: Page, answers: dict[str, str | list[str] | bool]) -> None:
        self.page = page
        self.waiting = dict(answers)
        self.unseen: list[str] = []
        self.stops = 0

    def fill_and_submit(self) -> None:
        """Until the submit button was pressed; a second page of errors is left to the caller."""
        while self.stops < MOST_STOPS:
            here = self._next()
            if here["name"] in self.waiting:
                self._answer(here)
            elif here["name"].startswith("add-") and self._needs(here["name"][4:]):
                self._press(here["name"])
            elif (here["name"], here["value"]) == ("action", "submit") and not self.waiting:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"not reached by keyboard: {sorted(self.waiting)}")

    def _next(self) -> dict:
        self.page.keyboard.press("Tab")
        self.stops += 1
        here = self.page.evaluate(WHERE)
        if here["tag"] not in ("BODY", "HTML") and not (here["seen"] and here["marked"]):
            self.unseen.append(f"{here['tag']} {here['name']}")
        return here

    def _needs(self, prefix: str) -> bool:
        return any(name.startswith(f"{prefix}-") for name in self.waiting)

    def _press(self, button: str) -> None:
        """With JavaScript the new row has the focus; without, the page comes again."""
        rows = self.page.locator(f"[name^='{button[4:]}-']:not([type=hidden])")
        before = rows.count()
        self.page.keyboard.press("Enter")
        rows.nth(before).wait_for(state="attached")
        here = self.page.evaluate(WHERE)
        if here["name"] in self.waiting:
            self._answer(here)

    def _answer(self, here: dict) -> None:
        name, keys = here["name"], self.page.keyboard
        answer = self.waiting[name]
        if here["type"] in ("checkbox", "radio"):
            self._tick(here, answer)
            return
        if here["tag"] == "SELECT":
            self._choose(name, str(answer))
        else:
            keys.press("Control+A")
            keys.insert_text(str(answer))
        del self.waiting[name]

    def _tick(self, here: dict, answer: str | list[str] | bool) -> None:
        """Tick this box when it is wanted; a list is done when all of it is ticked."""
        left = answer if isinstance(answer, list) else [here["value"]]
        if here["value"] in left and not here["checked"]:
            self.page.keyboard.press("Space")
        left = [value for value in left if value != here["value"]]
        self.waiting[here["name"]] = left
        if not left:
            del self.waiting[here["name"]]

    def _choose(self, name: str, label: str) -> None:
        """Arrow down to the option that reads so."""
        field = self.page.locator(f"select[name='{name}']")
        labels = [text.strip() for text in field.locator("option").all_inner_texts()]
        for _ in range(labels.index(label)):
            self.page.keyboard.press("ArrowDown")
        assert field.evaluate("it => it.selectedOptions[0].text.trim()") == label
