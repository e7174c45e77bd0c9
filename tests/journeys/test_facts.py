"""Every fact of the two public pages goes through our forms and comes out on page and export."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from submissions.models import Call
from tests import factories
from tests.booths.test_request import typed_booth35
from tests.journeys.ws33 import client_of, kyoto, propose_and_place
from tests.sample_facts import BOOTH35_FACTS, WS33_FACTS, WS33_PEOPLE


def words(response) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(response.content.decode()).split())


def missing(facts: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    return [(name, fact) for name, fact in facts if " ".join(fact.split()) not in text]


@pytest.fixture
def desk(db) -> Client:
    """The Secretariat's client after WS #33 went through our forms."""
    edition = kyoto()
    secretariat = factories.make_secretariat(edition)
    propose_and_place(edition, factories.make_user(), secretariat)
    return client_of(secretariat)


@pytest.fixture
def booth35(db, exhibitor, as_user) -> tuple[Booth, Client]:
    edition = factories.make_edition(2020, is_online=True, theme_label="Thematic track")
    factories.make_call(Call.Kind.BOOTH, edition)
    factories.numbers_given(edition, "booth", 34)
    as_user(exhibitor).post(reverse("booths:request_new"), typed_booth35(edition))
    booth = Booth.objects.get()
    desk = as_user(factories.make_secretariat(edition))
    for name, data in [("accept", {}), ("release", {})]:
        desk.post(reverse(f"booths:{name}", args=[booth.uuid]), data)
    return booth, desk


def test_no_fact_of_the_session_is_lost_on_its_page(desk, client):
    text = words(client.get("/2023/sessions/ws-33/"))

    people = [(row[1], value) for row in WS33_PEOPLE for value in row[1:] if value]
    assert missing([*WS33_FACTS, *people], text) == []


def test_no_fact_of_the_session_is_lost_in_the_report(desk):
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
