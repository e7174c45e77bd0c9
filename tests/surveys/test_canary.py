"""While a survey is open, nothing anywhere tells how anybody or any group answered.

Everything is read twice. In between everybody changes every answer, so that whatever depends on
answers, in whatever way, differs between the readings.
"""

from http.cookies import SimpleCookie

import pytest
import time_machine
from django.core import mail, serializers
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from forum.models import AuditEntry, Job, OutgoingMail
from outcomes.models import Note
from surveys import actions
from tests.surveys.addresses import VARIANTS, answered, changed, every_address, lasting
from tests.surveys.canary import CANARY, EARLIER, OPEN, PEOPLE, about, answer, make_hall
from tests.surveys.room import asked, guest, state_of, wave_of

pytestmark = pytest.mark.one_database

NOT_OF_A_SESSION = {
    "str:token",
    "slug:token",
    "slug:field",
    "slug:section",
    "slug:series",
    "uuid:file",
    "path:content_type_id",
    "path:object_id",
    "path:elsewhere",
    "int:access",
    "int:content_type_id",
    "int:milestone",
    "int:organization",
    "int:pk",
    "int:view",
}


class Reader:
    """Reads every address, filled in for the hall's session, as everybody who could be curious."""

    def __init__(self, hall):
        self.people = [guest(hall.workshop) for _ in range(PEOPLE)]
        for n, person in enumerate(self.people):
            person.join(**about(n))
        newcomer = guest(hall.workshop)
        newcomer.join()
        self.clients = {name: _signed_in(user) for name, user in hall.staff.items()}
        self.clients |= {"newcomer": newcomer.client, "attendee": self.people[0].client}
        self.clients["anonymous"] = Client()
        self.parameters = parameters(hall)

    def vote(self, wave, turn: int, word: str = CANARY) -> set[int]:
        """Everybody answers, or answers anew; the statuses that came."""
        return {_sent(person, wave, n, turn, word) for n, person in enumerate(self.people)}

    def read(self, *names: str, below: str = "/") -> dict[str, str]:
        """What each address answers to each of them; reading leaves no trace.

        An address that takes forms only is asked once.
        """
        cache.clear()
        found = {}
        with transaction.atomic():
            for path in (path for path in self.paths() if path.startswith(below)):
                for name in names or self.clients:
                    text = found[f"{name} {path}"] = _read(self.clients[name], path)
                    if text.startswith("405"):
                        break
            transaction.set_rollback(True)
        return found

    def paths(self) -> list[str]:
        plain = [path for one in every_address() for path in one.filled(self.parameters)]
        return plain + [f"{path}{VARIANTS}" for path in plain if path.startswith("/j/")]


def parameters(hall) -> dict[str, list]:
    """What fills in the parameters of addresses, by `converter:name`."""
    workshop = hall.workshop
    return {
        "str:code": [workshop.join_code],
        "slug:code": [workshop.code],
        "int:year": [workshop.edition.year],
        "slug:kind": ["session", "xlsx", "csv"],
        "uuid:uuid": [workshop.uuid, Note.objects.get().uuid],
        "uuid:key": list(OutgoingMail.objects.values_list("pk", flat=True)),
        "int:person": [hall.staff["organizer"].person.pk],
        "int:position": [1],
        "int:number": [1],
        "str:verb": ["show"],
        "str:label": ["0.9", "next"],
    }


def _signed_in(user) -> Client:
    made = Client()
    made.force_login(user)
    return made


def _sent(person, wave, n: int, turn: int, word: str) -> int:
    fields = {f"q-{a.uuid}": answer(a.question.kind, n, turn, word) for a in asked(wave)}
    return person.vote(fields).status_code


def _read(client: Client, path: str) -> str:
    before = client.cookies.output()
    kept = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    response = client.get(path)
    if client.cookies.output() != before:
        client.cookies = kept
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return answered(response.status_code, response.headers, body)


def traces() -> str:
    """Everything the portal writes down or sends beside the answers themselves."""
    rows = [
        row for model in (AuditEntry, OutgoingMail, Job) for row in model.objects.order_by("pk")
    ]
    return serializers.serialize("json", rows) + "".join(m.body for m in mail.outbox)


def messages(records) -> list[str]:
    """What was logged, without the libraries that draw PDFs: they keep what they once drew."""
    drawing = ("weasyprint", "fontTools")
    return [lasting(one.getMessage()) for one in records if not one.name.startswith(drawing)]


@pytest.fixture
def hall(db):
    return make_hall()


@pytest.fixture
def reader(hall):
    """Everybody answered survey 1, which is closed and shown; survey 2 is open."""
    made, by = Reader(hall), hall.staff["moderator"]
    first = wave_of(hall.survey, 1)
    actions.open_wave(first, by=by)
    made.vote(first, 0, EARLIER)
    actions.close_wave(first, by=by)
    actions.show(first, by=by)
    actions.open_wave(wave_of(hall.survey, OPEN), by=by)
    return made


def test_every_address_of_a_session_is_read(hall):
    known = parameters(hall)

    unknown = {p for one in every_address() for p in one.parameters if p not in known}

    assert unknown <= NOT_OF_A_SESSION, (
        "fill it in above, or say that it names nothing of a session"
    )


def test_no_page_log_or_mail_changes_with_the_answers(hall, reader, caplog):
    caplog.set_level("DEBUG")
    wave, now = wave_of(hall.survey, OPEN), timezone.now()
    readings, left, logs = [], [], []

    for turn in (0, 1):
        caplog.clear()
        assert reader.vote(wave, turn) == {200}
        with time_machine.travel(now, tick=False):
            readings.append(reader.read())
        left.append(traces())
        logs.append(messages(caplog.records))

    first, second = readings
    assert state_of(hall.workshop)["answered"] == {"room": PEOPLE * 2 // 3, "online": PEOPLE // 3}
    assert changed(first, second) == {}
    assert left[0] == left[1]
    assert logs[0] == logs[1]
    assert CANARY not in "".join([*first.values(), *second.values(), *left, *map(str, logs)])


def test_once_the_survey_is_closed_the_same_reading_shows_the_answers_to_moderators_alone(
    hall, reader
):
    wave, by = wave_of(hall.survey, OPEN), hall.staff["moderator"]
    reader.vote(wave, 1)
    names = ("moderator", "organizer", "rapporteur", "anonymous")
    before = reader.read(*names, below="/moderate/")

    actions.close_wave(wave, by=by)
    after = reader.read(*names, below="/moderate/")

    place = f"/moderate/{hall.workshop.join_code}/answers/"
    assert before[f"moderator {place}"] != after[f"moderator {place}"]
    shown = {
        name for name in names if any(n.startswith(name) and CANARY in after[n] for n in after)
    }
    assert shown == {"moderator"}
