"""Every fact of the two public pages goes through our forms and comes out on page and export."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from forum.models import Edition
from igfportal.sample.ws33 import WS33
from submissions.models import Call
from tests import factories
from tests.booths.test_request import typed_booth35
from tests.sample_facts import BOOTH35_FACTS, WS33_FACTS, WS33_PEOPLE
from tests.workshops.typed_proposal import typed_ws33
from workshops.models import Workshop


def words(response) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(response.content.decode()).split())


def missing(facts: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    return [(name, fact) for name, fact in facts if " ".join(fact.split()) not in text]


def edition_of(year: int, kind: str, **fields) -> Edition:
    edition = factories.make_edition(year, **fields)
    factories.make_call(kind, edition)
    return edition


@pytest.fixture
def kyoto(db) -> Edition:
    dates = {"starts_on": date(2023, 10, 8), "ends_on": date(2023, 10, 12)}
    edition = edition_of(2023, Call.Kind.SESSION, timezone="Asia/Tokyo", **dates)
    factories.make_type(edition, label="WS")
    return edition


@pytest.fixture
def ws33(kyoto, organizer, as_user) -> tuple[Workshop, Client]:
    """Typed, submitted, accepted, placed and released; with the Secretariat's client."""
    own = as_user(organizer)
    own.post(reverse("workshops:proposal_new"), typed_ws33(kyoto))
    workshop = Workshop.objects.get()
    desk = as_user(factories.make_secretariat(kyoto))
    room = factories.make_room(kyoto, WS33["room"])
    place = {"room": room.pk, "day": "2023-10-11", "start": "15:15", "end": ""}
    for name, data in [("accept", {"number": 33}), ("place", place), ("release", {})]:
        desk.post(reverse(f"workshops:{name}", args=[workshop.uuid]), data)
    workshop.refresh_from_db()
    for item in WS33["draft_items"]:
        draft = {"new-title": item["title"], "new-text": item["text"]}
        own.post(reverse("outcomes:notes_item", args=[workshop.join_code]), draft)
    return workshop, desk


@pytest.fixture
def booth35(db, exhibitor, as_user) -> tuple[Booth, Client]:
    edition = edition_of(
        2020, Call.Kind.BOOTH, is_online=True, timezone="UTC", theme_label="Thematic track"
    )
    as_user(exhibitor).post(reverse("booths:request_new"), typed_booth35(edition))
    booth = Booth.objects.get()
    desk = as_user(factories.make_secretariat(edition))
    for name, data in [("accept", {"number": 35}), ("release", {})]:
        desk.post(reverse(f"booths:{name}", args=[booth.uuid]), data)
    return booth, desk


def test_no_fact_of_the_session_is_lost_on_its_page(ws33, client):
    text = words(client.get("/2023/sessions/ws-33/"))

    people = [(row[1], value) for row in WS33_PEOPLE for value in row[1:] if value]
    assert missing([*WS33_FACTS, *people], text) == []


def test_no_fact_of_the_session_is_lost_in_the_report(ws33):
    _workshop, desk = ws33

    text = words(desk.get("/secretariat/exports/2023/outcome-report.csv")).replace('""', '"')

    people = [(row[1], value) for row in WS33_PEOPLE for value in row[1:] if value]
    assert missing([*WS33_FACTS, *people], text) == []


def test_no_fact_of_the_booth_is_lost_on_its_page(booth35, client):
    text = words(client.get("/2020/village/35/"))

    assert missing(BOOTH35_FACTS, text) == []


def test_no_fact_of_the_booth_is_lost_in_the_export(booth35):
    _booth, desk = booth35

    text = words(desk.get("/secretariat/exports/2020/village.csv")).replace('""', '"')

    assert missing(BOOTH35_FACTS, text) == []
