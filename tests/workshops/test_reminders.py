from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from tests import factories
from workshops.actions import invitation as actions
from workshops.actions.proposal import invite
from workshops.answers import answers
from workshops.models import Contributor, Workshop


@pytest.fixture
def workshop(open_edition, organizer) -> Workshop:
    made = factories.make_workshop(organizer=organizer)
    made.contributors.update(answer="accepted")
    return made


@pytest.fixture
def asked(workshop) -> Contributor:
    person = factories.make_person("Ada Example", email="ada@example.org")
    return factories.make_contributor(workshop, "speaker", person=person)


def long_ago(contributor: Contributor, days: float = 4) -> None:
    Contributor.objects.filter(pk=contributor.pk).update(
        asked_at=timezone.now() - timedelta(days=days)
    )


def press(client, contributor: Contributor, key=None):
    address = f"/my/proposals/{contributor.workshop.uuid}/remind/"
    return client.post(address, {"contributor": contributor.pk if key is None else key})


def test_an_organizer_reminds_somebody_who_has_not_answered(asked, organizer, as_user):
    response = press(as_user(organizer), asked)

    mail = OutgoingMail.objects.get(kind="reminder")
    assert response.status_code == 302
    assert mail.to == "ada@example.org"
    assert f"/my/invitations/{asked.token}/" in mail.body
    assert AuditEntry.objects.filter(verb="reminded").count() == 1


def test_three_days_pass_between_two_mails(asked, organizer):
    actions.remind(asked, by=organizer)
    with pytest.raises(RuleError, match="three days"):
        actions.remind(asked, by=organizer)
    long_ago(asked)
    actions.remind(asked, by=organizer)

    assert OutgoingMail.objects.filter(kind="reminder").count() == 2


def test_the_invitation_counts_as_a_mail_and_so_does_one_for_another_role(asked, organizer):
    other = factories.make_contributor(asked.workshop, "rapporteur", person=asked.person)
    invite(other)

    with pytest.raises(RuleError, match="three days"):
        actions.remind(asked, by=organizer)


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_who_answered_is_not_reminded(asked, organizer, answer):
    actions.answer(asked, answer, by=None)

    with pytest.raises(RuleError, match="has answered"):
        actions.remind(asked, by=organizer)


def test_without_an_address_there_is_no_reminder(workshop, organizer):
    nameless = factories.make_contributor(
        workshop, "speaker", person=factories.make_person(email="")
    )

    with pytest.raises(RuleError, match="No e-mail"):
        actions.remind(nameless, by=organizer)


def test_a_withdrawn_session_reminds_nobody(asked, organizer):
    asked.workshop.move_to(Workshop.Status.WITHDRAWN)

    with pytest.raises(RuleError, match="does not take place"):
        actions.remind(asked, by=organizer)


def test_only_organizers_remind(asked, moderator, secretariat, stranger, as_user):
    factories.make_contributor(asked.workshop, "onsite_moderator", moderator)

    statuses = [
        press(as_user(user), asked).status_code for user in (moderator, secretariat, stranger, None)
    ]

    assert statuses == [403, 403, 404, 404]
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "-1"])
def test_an_unknown_person_is_not_found(asked, organizer, as_user, key):
    assert press(as_user(organizer), asked, key).status_code == 404


def test_the_page_says_who_answered_and_where_a_gap_is(asked, organizer, as_user):
    gone = factories.make_contributor(
        asked.workshop, "rapporteur", person=factories.make_person("Bo Gone"), answer="declined"
    )

    page = as_user(organizer).get(f"/my/proposals/{asked.workshop.uuid}/").content.decode()

    assert "A gap to fill" in page
    assert page.count("Send a reminder") == 1
    assert [answer.is_gap for answer in answers(asked.workshop)] == [False, False, True]
    assert gone.person.name in page


def test_a_reminder_just_sent_takes_the_button_away(asked, organizer, as_user):
    actions.remind(asked, by=organizer)

    page = as_user(organizer).get(f"/my/proposals/{asked.workshop.uuid}/").content.decode()

    assert "Send a reminder" not in page
    assert "less than three days ago" in page
