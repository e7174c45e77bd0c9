from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.test import override_settings
from django.utils import timezone

from forum import outbox
from forum.models import OutgoingMail
from forum.tasks import forget_fleeting_mail, send_mail
from tests import factories


def test_a_mail_takes_its_subject_from_the_first_line(db):
    workshop = factories.make_workshop(title="Trust")

    mails = outbox.add(
        "submitted", workshop, to=["a@example.org", "b@example.org", "a@example.org"]
    )

    assert [mail.to for mail in mails] == ["a@example.org", "b@example.org"]
    assert "\n" not in mails[0].subject_line
    assert "Trust" in mails[0].subject_line + mails[0].body


@override_settings(EMAIL_URL="memory://")
def test_the_worker_sends_a_mail_once(db):
    (mail,) = outbox.add("submitted", factories.make_workshop(), to=["a@example.org"])

    send_mail(str(mail.pk))
    send_mail(str(mail.pk))

    mail.refresh_from_db()
    assert mail.status == OutgoingMail.Status.SENT
    assert [sent.to for sent in django_mail.outbox] == [["a@example.org"]]


def test_without_a_mail_server_mail_stays_in_the_outbox(db):
    (mail,) = outbox.add("submitted", factories.make_workshop(), to=["a@example.org"])

    send_mail(str(mail.pk))

    mail.refresh_from_db()
    assert (mail.status, django_mail.outbox) == (OutgoingMail.Status.QUEUED, [])


def test_a_mail_is_written_in_the_language_of_its_reader(db):
    workshop = factories.make_workshop(title="Trust")

    (mail,) = outbox.add("submitted", workshop, to=["a@example.org"], language="ar")

    assert "Trust" in mail.body
    assert any("\u0600" <= sign <= "\u06ff" for sign in mail.body)


@pytest.fixture
def fleeting(db):
    """Mails of the kind "submitted" are kept only to be sent."""
    outbox.fleeting.add("submitted")
    yield outbox.add("submitted", factories.make_workshop(), to=["a@example.org"])[0]
    outbox.fleeting.remove("submitted")


@override_settings(EMAIL_URL="memory://")
def test_a_fleeting_mail_is_gone_when_it_is_sent_and_is_not_sent_again(fleeting):
    send_mail(str(fleeting.pk))
    send_mail(str(fleeting.pk))

    assert (len(django_mail.outbox), OutgoingMail.objects.count()) == (1, 0)


@override_settings(EMAIL_URL="memory://")
def test_a_mail_taken_out_of_the_outbox_is_not_sent(db):
    workshop = factories.make_workshop()
    (mail,) = outbox.add("submitted", workshop, to=["a@example.org"])

    outbox.forget("submitted", workshop)
    send_mail(str(mail.pk))

    assert (django_mail.outbox, OutgoingMail.objects.count()) == ([], 0)


def test_a_fleeting_mail_that_was_not_sent_is_gone_after_a_week(fleeting):
    kept = forget_fleeting_mail()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=7))

    assert (kept, forget_fleeting_mail(), OutgoingMail.objects.count()) == (0, 1, 0)
