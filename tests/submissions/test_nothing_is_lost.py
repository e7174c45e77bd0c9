"""Whatever happens while people write, no field they typed disappears.

Each sequence is played against the real forms. A page is what a browser with the portal's
script holds: its words, the revision it was opened on, the number of its last save, and a copy
on the device until a save is confirmed. Words may leave all pages and the server only when
somebody who was shown them saved over them.
"""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booths.models import Booth
from submissions import sharing
from submissions.models import Submission
from workshops.models import Workshop

SEQUENCES = 80  # of each kind, others on each database: 320 in `make test`
KINDS = {
    "session": ("/my/proposals/new/", Workshop, ("title", "description", "people-0-name")),
    "booth": ("/my/booths/new/", Booth, ("title", "background", "initiatives-0-text")),
}
PAGES = 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["type", "type", "autosave", "autosave", "unheard", "unsent", "save"]
                        + ["log out", "log in", "replace", "close", "late", "overtake"]),
        st.integers(0, PAGES - 1),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=10,
)  # fmt: skip


@dataclass
class Page:
    """One open form: an owner's, another tab of theirs, or a co-organizer's by the link."""

    client: Client
    model: type[Submission]
    url: str
    words: dict[str, str]
    revision: int
    uuid: str
    name: str = field(default_factory=lambda: uuid4().hex)
    saves: int = 0
    kept: dict[str, str] | None = None
    seen: set[str] = field(default_factory=set)
    offered: int | None = None
    in_flight: dict | None = None

    def type(self, name: str, text: str) -> None:
        self.words[name] = text
        self.saves += 1
        self.kept = dict(self.words)

    def form(self, action: str) -> dict:
        return {
            **self.words,
            "action": action,
            "revision": str(self.revision),
            "uuid": self.uuid,
            "editor": [self.name, str(self.saves)],
        }

    def send(self, *, heard: bool = True) -> None:
        if self.kept is None or self.offered is not None:
            return
        answer = self._post(self.form("autosave"))
        if not heard:
            self.saves += 1
        elif answer.status_code == 200:
            self.url, self.revision = answer.json()["url"], answer.json()["revision"]
            self.kept = None
        elif answer.status_code == 409:
            self.offered = answer.json()["revision"]
            self.seen |= {fact["text"] for fact in answer.json()["differences"]}

    def delay(self) -> None:
        """A save leaves the page and will arrive after newer ones."""
        if self.kept is not None and self.offered is None:
            self.in_flight = self.form("autosave")
            self.saves += 1

    def arrive(self) -> None:
        if self.in_flight:
            self._post(self.in_flight)
            self.in_flight = None

    def replace(self) -> None:
        """Save over the words that were shown."""
        if self.offered is not None:
            self.revision, self.offered = self.offered, None
            self.saves += 1
            self.send()

    def press_save(self) -> None:
        """The button instead of the script; a comparison shows the words of others."""
        self.saves += 1
        answer = self.client.post(self.url, self.form("save"))
        if answer.status_code == 302 and "/accounts/login/" not in answer["Location"]:
            self.reopen(answer["Location"])
        elif answer.status_code == 200:
            desk = answer.context["desk"]
            self.seen |= {fact.text for fact in desk.differences}
            self.offered, self.kept = desk.revision, dict(self.words)

    def reopen(self, url: str) -> None:
        request = self.model.objects.get()
        self.words = {name: request.draft.get(name, [""])[0] for name in self.words}
        self.url, self.revision = url, request.revision
        self.name, self.saves, self.kept, self.offered = uuid4().hex, 0, None, None

    def come_back(self) -> None:
        """Closed at once; opened again with the copy the device had kept, as it was revised."""
        kept, revision = self.kept, self.revision
        self.name, self.saves, self.offered = uuid4().hex, 0, None
        if kept is None:
            return
        self.words, self.revision, self.saves = dict(kept), revision, 1

    def _post(self, form: dict):
        return self.client.post(self.url, form, headers={"Accept": "application/json"})


def held_somewhere(pages: list[Page], model) -> str:
    """All words on the server, kept on a device, or shown to somebody who saved over them."""
    drafts = [row.draft for row in model.objects.all()]
    kept = [page.kept or {} for page in pages]
    seen = [sorted(page.seen) for page in pages]
    return str([drafts, kept, seen])


@pytest.mark.parametrize("kind", KINDS)
def test_no_sequence_of_edits_saves_and_failures_loses_a_typed_field(
    kind, open_edition, organizer, as_user
):
    new, model, names = KINDS[kind]

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(STEPS)
    def play(steps):
        model.objects.all().delete()
        pages = open_pages(new, model, names, kind, organizer, as_user)
        latest: dict[tuple[int, str], str] = {}
        for number, (step, which, place) in enumerate(steps):
            page = pages[which]
            take(step, page, names[place], f"<{which} wrote {number}>", organizer)
            if step in ("type", "overtake"):
                latest[which, names[place]] = f"<{which} wrote {number}>"
            held = held_somewhere(pages, model)
            assert [text for text in latest.values() if text not in held] == []
        assert model.objects.count() == 1

    play()


def open_pages(new, model, names, kind, organizer, as_user) -> list[Page]:
    """A new form that was stored once, the same request in another tab, and by its link."""
    blank = dict.fromkeys(names, "")
    first = Page(as_user(organizer), model, new, dict(blank), 0, str(uuid4()))
    first.type("title", "Begun")
    first.send(heard=False)
    request = model.objects.get()
    sharing.share(request, by=organizer)
    opened = {**blank, "title": "Begun"}
    tab = Page(as_user(organizer), model, f"{new[:-4]}{request.uuid}/", dict(opened), 1, first.uuid)
    link = Page(as_user(), model, sharing.path(request, kind), dict(opened), 1, first.uuid)
    return [first, tab, link]


def take(step: str, page: Page, name: str, text: str, organizer) -> None:
    if step == "type":
        page.type(name, text)
    elif step == "autosave":
        page.send()
    elif step == "unheard":
        page.send(heard=False)
    elif step == "unsent":
        page.delay()
    elif step == "late":
        page.arrive()
    elif step == "overtake":
        page.delay()
        page.type(name, text)
        page.send()
        page.arrive()
    elif step == "save":
        page.press_save()
    elif step == "log out":
        page.client.logout()
    elif step == "log in" and "/shared/" not in page.url:
        page.client.force_login(organizer)
    elif step == "replace":
        page.replace()
    elif step == "close":
        page.come_back()
