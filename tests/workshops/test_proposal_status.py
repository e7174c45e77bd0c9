"""Who sees and may do what on the private page of a proposal, in each state."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.errors import RuleError
from forum.models import AuditEntry
from submissions import requests
from submissions.models import Call
from tests import factories
from workshops import permissions
from workshops.actions import proposal as actions
from workshops.models import Contributor, Workshop

Status = Workshop.Status


@pytest.fixture
def make(open_edition, organizer):
    def workshop(**fields) -> Workshop:
        return factories.make_workshop(organizer=organizer, **fields)

    return workshop


def page_of(workshop: Workshop) -> str:
    return f"/my/proposals/{workshop.uuid}/"


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("released", [False, True])
def test_a_stranger_finds_nothing_and_a_visitor_the_log_in(make, stranger, as_user, released):
    workshop = make(status=Status.ACCEPTED, released=released)

    assert as_user(stranger).get(page_of(workshop)).status_code == 404
    assert as_user(stranger).post(page_of(workshop), {"action": "withdraw"}).status_code == 404
    assert as_user().get(page_of(workshop))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("role", "edits"), [("organizer", True), ("speaker", False)])
def test_people_named_in_it_follow_it_and_only_organizers_edit(
    make, moderator, as_user, role, edits
):
    workshop = make()
    factories.make_contributor(workshop, role, moderator)
    factories.make_contributor(
        workshop, "speaker", person=factories.make_person("Priva", email="private@example.org")
    )

    response = as_user(moderator).get(page_of(workshop))

    assert response.status_code == 200
    assert ('name="action" value="submit"' in text(response)) is edits
    assert ("private@example.org" in text(response)) is edits
    assert permissions.can_edit(moderator, workshop) is edits


def test_a_declined_co_organizer_loses_the_right(make, moderator, as_user):
    workshop = make()
    factories.make_contributor(workshop, "organizer", moderator, answer="declined")

    assert as_user(moderator).get(page_of(workshop)).status_code == 404


def test_the_secretariat_reads_and_does_not_edit(make, secretariat, as_user):
    workshop = make()

    response = as_user(secretariat).get(page_of(workshop))

    assert "organizer@example.org" in text(response)
    assert 'value="submit"' not in text(response)
    assert not permissions.can_withdraw(secretariat, workshop)


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED])
def test_a_decision_that_is_not_released_shows_nowhere(make, organizer, as_user, status):
    workshop = make(status=status, decision_note="Secret reason", decided_at=timezone.now())

    response = as_user(organizer).get(page_of(workshop))

    page = text(response)
    assert "Submitted" in page
    assert "It is with the Secretariat now" in page
    for word in ("Accepted", "Declined", "Secret reason", "Withdraw for good"):
        assert word not in page.split("<main", 1)[1].split("</main", 1)[0]
    assert as_user(organizer).post(page_of(workshop), {"action": "withdraw"}).status_code == 403


def test_a_released_decision_is_shown_with_number_and_note(make, organizer, as_user):
    workshop = make(status=Status.ACCEPTED, released=True, decision_note="Welcome aboard.")

    page = text(as_user(organizer).get(page_of(workshop)))

    assert workshop.short_name in page
    assert "Welcome aboard." in page
    assert workshop.get_absolute_url() in page


def test_a_released_refusal_is_read_only_with_its_note(make, organizer, as_user):
    workshop = make(status=Status.DECLINED, released=True, decision_note="Overlaps with another.")

    page = text(as_user(organizer).get(page_of(workshop)))

    assert "Overlaps with another." in page
    assert "The decision is made." in page
    assert 'value="submit"' not in page


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED])
def test_withdrawing_is_for_good_and_noted(make, organizer, as_user, status):
    workshop = make(status=status, released=status == Status.ACCEPTED)

    response = as_user(organizer).post(page_of(workshop), {"action": "withdraw"}, follow=True)

    workshop.refresh_from_db()
    assert workshop.status == Status.WITHDRAWN
    assert "It was withdrawn." in text(response)
    assert AuditEntry.objects.first().verb == "withdrew"
    assert as_user(organizer).post(page_of(workshop), {"action": "withdraw"}).status_code == 403


def test_nothing_is_written_once_the_call_is_closed(make, organizer):
    workshop = make()
    workshop.edition.calls.update(closes_at=timezone.now())

    with pytest.raises(RuleError) as refusal:
        actions.submit(workshop, {}, by=organizer, revision=0)
    with pytest.raises(RuleError):
        requests.save_draft(workshop, {"title": ["Late"]}, kind=Call.Kind.SESSION, revision=0)

    assert "call is closed" in refusal.value.message
    assert Workshop.objects.get().draft == {}


def test_named_people_and_their_answers_stand_on_the_page(make, organizer, as_user):
    workshop = make()
    person = factories.make_person("Ada Example")
    factories.make_contributor(
        workshop, "speaker", person=person, answer=Contributor.Answer.DECLINED
    )

    page = text(as_user(organizer).get(page_of(workshop)))
    for words in ("Ada Example", "Speaker", "declined", "A gap to fill"):
        assert words in page


def test_the_page_asks_the_database_as_often_for_many_people_as_for_few(make, organizer, as_user):
    few, many = make(), make()
    for _number in range(5):
        factories.make_contributor(many, "speaker")
    client = as_user(organizer)
    client.get(page_of(few))

    assert _queries(client, page_of(few)) == _queries(client, page_of(many))


def _queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
