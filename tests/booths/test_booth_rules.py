"""The rules of an edition on booth requests."""

from django.urls import reverse

from booths.models import Booth
from submissions.actions.rules import ensure_rules
from submissions.models import Exemption
from tests import factories
from tests.booths.test_request import NEW, typed_booth35


def test_a_second_booth_of_an_organization_is_refused_at_its_section(
    open_edition, exhibitor, as_user
):
    ensure_rules(open_edition, levels={"per_person": "off"})
    factories.make_booth(organization=factories.make_organization("Kaspersky"))

    answer = as_user(exhibitor).post(NEW, typed_booth35(open_edition, background="Kept text."))

    words = "No organization asks for more than 1 booths."
    assert Booth.objects.count() == 1
    assert [entry["id"] for entry in answer.context["errors"]] == ["booth"]
    assert words in answer.content.decode()
    assert "Kept text." in answer.content.decode()


def test_a_person_is_warned_and_let_through(open_edition, exhibitor, as_user):
    ensure_rules(open_edition, levels={"per_organization": "off"})
    for _number in range(3):
        factories.make_booth(created_by=exhibitor)

    answer = as_user(exhibitor).post(NEW, typed_booth35(open_edition))

    page = as_user(exhibitor).get(answer["Location"])
    assert [found.code for found in page.context["checklist"].warnings] == ["per_person"]


def test_the_secretariat_makes_an_exception_and_accepts(open_edition, secretariat, as_user):
    ensure_rules(open_edition)
    body = factories.make_organization()
    factories.make_booth(organization=body)
    booth, client = factories.make_booth(organization=body), as_user(secretariat)
    pages = {
        verb: reverse(f"booths:{verb}", args=[booth.uuid]) for verb in ("accept", "make_exception")
    }

    client.post(pages["accept"], {"stand": ""})
    booth.refresh_from_db()
    before = booth.status
    client.post(pages["make_exception"], {"code": "per_organization", "note": "Two halls."})
    client.post(pages["accept"], {"stand": ""})

    booth.refresh_from_db()
    assert (before, booth.status) == (Booth.Status.SUBMITTED, Booth.Status.ACCEPTED)
    assert Exemption.objects.get().note == "Two halls."
