"""WS #33 typed into the form, accepted, placed and released, over the test client."""

from datetime import date

from django.test import Client
from django.urls import reverse

from forum.models import Edition, User
from igfportal.sample.ws33 import WS33
from submissions.models import Call
from tests import factories
from tests.workshops.typed_proposal import typed_ws33
from workshops.models import Workshop


def kyoto() -> Edition:
    """The edition of 2023 as the current one, its call for sessions open and 32 workshops proposed."""
    dates = {"starts_on": date(2023, 10, 8), "ends_on": date(2023, 10, 12)}
    edition = factories.make_edition(2023, timezone="Asia/Tokyo", **dates)
    factories.make_call(Call.Kind.SESSION, edition)
    factories.make_type(edition, label="WS")
    factories.numbers_given(edition, "ws", WS33["number"] - 1)
    return edition


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def propose_and_place(edition: Edition, organizer: User, secretariat: User) -> Workshop:
    """Through the organizer's form and the Secretariat's desk to the released session."""
    own, desk = client_of(organizer), client_of(secretariat)
    own.post(reverse("workshops:proposal_new"), typed_ws33(edition))
    workshop = Workshop.objects.get()
    room = factories.make_room(edition, WS33["room"])
    place = {"room": room.pk, "day": "2023-10-11", "start": "15:15", "end": ""}
    for name, data in [("accept", {}), ("place", place), ("release", {})]:
        desk.post(reverse(f"workshops:{name}", args=[workshop.uuid]), data)
    workshop.refresh_from_db()
    for item in WS33["draft_items"]:
        draft = {"new-title": item["title"], "new-text": item["text"]}
        own.post(reverse("outcomes:notes_item", args=[workshop.join_code]), draft)
    return workshop
