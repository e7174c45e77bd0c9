from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.urls import reverse

from forum.models import OutgoingMail, Person, User
from tests import factories

SIGNUP = {"email": "new@example.org", "password1": "long enough for anyone", "name": "Nia New"}


def test_anyone_signs_up_with_an_email_and_is_logged_in(client, db):
    response = client.post(reverse("account_signup"), SIGNUP)

    user = User.objects.get(email="new@example.org")
    assert (response.status_code, user.name) == (302, "Nia New")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_confirmation_mail_waits_in_the_outbox(client, db):
    client.post(reverse("account_signup"), SIGNUP)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.kind) == ("new@example.org", "account")
    assert "/accounts/confirm-email/" in mail.body


def test_logging_in_by_email_in_any_case(client, db):
    user = factories.make_user("someone@example.org")

    credentials = {"login": "Someone@Example.org", "password": factories.PASSWORD}
    client.post(reverse("account_login"), credentials)

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_person_is_linked_only_once_the_address_is_confirmed(db):
    person = Person.objects.create(name="Nia New", email="New@example.org")
    user = factories.make_user("new@example.org", verified=False)
    address = EmailAddress.objects.get(user=user)

    assert Person.objects.get(pk=person.pk).user is None
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)

    assert Person.objects.get(pk=person.pk).user == user
