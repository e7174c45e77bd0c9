"""The chain over the test client: survey, seal, compiled paper, two signatures, public outcome."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from forum.models import AuditEntry, Job
from outcomes.models import ImpulsePaper, PaperVersion
from outcomes.tasks import compile_impulse_paper
from surveys.models import Survey
from tests import factories
from tests.journeys.ws33 import client_of, kyoto, propose_and_place
from tests.surveys.room import form_answers, joined_guest, state_of
from tests.surveys.test_design import rows, wave_rows

GUESTS = 24
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(rapporteur):
    edition = kyoto()
    secretariat = factories.make_secretariat(edition)
    organizer = factories.make_user(name="Olu Organizer")
    workshop = propose_and_place(edition, organizer, secretariat)
    factories.make_contributor(workshop, "rapporteur", rapporteur, listed=False)
    factories.make_contributor(workshop, "onsite_moderator", organizer, listed=False)
    people = {"organizer": organizer, "secretariat": secretariat, "rapporteur": rapporteur}
    return workshop, {name: client_of(user) for name, user in people.items()}


QUESTIONS = [
    {"text_en": "Principles of their own are needed.", "kind": "agreement"},
    {
        "text_en": "Which is hardest to verify?",
        "kind": "single",
        "option_1_en": "Human control",
        "option_2_en": "Safety first",
        "option_3_en": "Privacy",
    },
]


def design_fields(survey: Survey) -> dict:
    """Both questions in all three surveys."""
    asked = [{**question, "waves": ["1", "2", "3"]} for question in QUESTIONS]
    return {**wave_rows(survey), **rows("question", *asked), "save": "1"}


def step(client: Client, code: str, verb: str, **fields) -> None:
    response = client.post(reverse("surveys:conduct", args=[code, verb]), fields)
    assert response.status_code == 302


def hold(workshop, clients) -> Survey:
    """Design, three waves of answers that move towards agreement, end and seal."""
    code = workshop.join_code
    design = reverse("surveys:design", args=[code])
    clients["organizer"].post(design)
    survey = workshop.surveys.get()
    clients["organizer"].post(design, design_fields(survey))
    guests = [joined_guest(workshop, "room" if n % 2 else "online") for n in range(GUESTS)]
    for wave in survey.waves.all():
        step(clients["organizer"], code, "open", wave=wave.position)
        for number, guest in enumerate(guests):
            agrees = "5" if number < 6 * wave.position else "2"
            guest.vote(form_answers(wave, agrees, str(1 + number % 3)))
        assert sum(state_of(workshop)["answered"].values()) == GUESTS
        step(clients["organizer"], code, "close", wave=wave.position)
    step(clients["organizer"], code, "end")
    step(clients["organizer"], code, "seal", seal="SEAL")
    return survey


def note(client: Client, workshop) -> None:
    url = reverse("outcomes:notes", args=[workshop.join_code])
    form = client.get(url).context["form"]
    fields = {"kind": "call", "text": "Report every year.", "uuid": form["uuid"].value()}
    assert client.post(url, fields).status_code == 302


def test_a_session_goes_from_the_form_to_a_published_paper(world, client):
    workshop, clients = world
    note(clients["rapporteur"], workshop)
    hold(workshop, clients)
    assert ImpulsePaper.objects.get().status == ImpulsePaper.Status.QUEUED

    compile_impulse_paper(str(Job.objects.get(kind="paper").pk))
    where = ["2023", "ws-33"]
    assert client.get(reverse("outcomes:paper", args=where)).status_code == 404
    desk = reverse("outcomes:review", args=where)
    cautions = PaperVersion.objects.get().content["cautions"]
    for caution in cautions:
        said = {"do": "answer", "key": caution["key"], "text": "Read in the session."}
        clients["rapporteur"].post(desk, said)
    version = {"revision": 1, "step": len(cautions)}
    clients["rapporteur"].post(reverse("outcomes:approve", args=where), version)
    version = {"revision": PaperVersion.objects.latest("revision").revision}
    clients["rapporteur"].post(reverse("outcomes:publish", args=where), version)
    assert ImpulsePaper.objects.get().status == ImpulsePaper.Status.APPROVED
    clients["secretariat"].post(reverse("outcomes:publish", args=where), version)

    page = client.get(reverse("outcomes:paper", args=where)).content.decode()
    content = json.dumps(client.get(reverse("outcomes:paper_json", args=where)).json())
    record = Survey.objects.get().record.sha256
    moved = f"Among the {GUESTS} people who answered both survey 1 and survey 3"
    assert moved in content
    assert record in content
    assert "Report every year." in page
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"accepted", "released", "sealed", "approved paper", "published paper"} <= verbs


def test_the_report_counts_what_the_session_had(world):
    workshop, clients = world
    hold(workshop, clients)

    url = reverse("outcomes:export_report", args=[2023, "csv"])
    text = clients["secretariat"].get(url).content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Joined, room"], row["Joined, online"]) == ("12", "12")
    assert row["Record SHA-256"] == Survey.objects.get().record.sha256
