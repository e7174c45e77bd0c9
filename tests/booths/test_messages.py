"""What visitors write to a booth: moderated, limited, without addresses."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booths.actions import messages
from booths.models import Booth, BoothMessage
from forum.errors import RuleError
from forum.models import OutgoingMail
from tests.factories import make_booth

TYPED = {"initiative": "", "name": "Vera Visitor", "email": "vera@example.org", "text": "Hello?"}


@pytest.fixture
def booth(edition, exhibitor) -> Booth:
    return make_booth(status=Booth.Status.ACCEPTED, released=True, number=35, created_by=exhibitor)


def write(booth: Booth, **fields) -> BoothMessage:
    return messages.write(booth, **{**TYPED, "initiative": None, **fields})


def test_a_question_goes_to_the_secretariat_and_then_to_the_booth(booth, as_user, secretariat):
    as_user().post("/2027/village/35/", TYPED)
    message = BoothMessage.objects.get()
    before = OutgoingMail.objects.count()
    inbox = as_user(secretariat).get(reverse("booths:inbox")).content.decode()
    decide = reverse("booths:decide_message", args=[message.uuid])
    as_user(secretariat).post(decide, {"action": "forward"})
    as_user(secretariat).post(decide, {"action": "forward"})

    mail = OutgoingMail.objects.get()
    assert before == 0
    assert "Hello?" in inbox
    assert mail.to == booth.created_by.email
    assert "Vera Visitor" in mail.body
    assert "vera@example.org" not in mail.body


def test_help_is_offered_for_one_initiative(booth, as_user):
    initiative = booth.initiatives.get()

    page = as_user().get(f"/2027/village/35/?help={initiative.pk}")
    as_user().post("/2027/village/35/", {**TYPED, "initiative": initiative.pk})

    assert page.context["form"]["initiative"].value() == str(initiative.pk)
    assert BoothMessage.objects.get().initiative == initiative


def test_the_answer_goes_to_the_visitor_once_without_an_address(booth, as_user, secretariat):
    message = write(booth)
    messages.forward(message, by=secretariat)
    address = reverse("booths:letter", args=[message.uuid])
    client = as_user(booth.created_by)

    page = client.get(address).content.decode()
    client.post(address, {"reply": "Yes, come by."})
    client.post(address, {"reply": "Again."})

    mail = OutgoingMail.objects.get(kind="booth_reply")
    assert "vera@example.org" not in page
    assert (mail.to, "Yes, come by." in mail.body) == ("vera@example.org", True)
    assert booth.created_by.email not in mail.body


def test_a_refused_message_reaches_nobody(booth, as_user, secretariat):
    message = write(booth)

    messages.refuse(message, by=secretariat)
    letter = as_user(booth.created_by).get(reverse("booths:letter", args=[message.uuid]))

    assert letter.status_code == 404
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "x" * 1001}, "text"),
        ({"text": ""}, "text"),
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"initiative": "4711"}, "initiative"),
    ],
)
def test_a_wrong_message_is_refused_at_the_field_with_everything_kept(
    booth, as_user, changes, field
):
    page = as_user().post("/2027/village/35/", {**TYPED, **changes})

    form = page.context["form"]
    assert list(form.errors) == [field]
    assert form["text"].value() == {**TYPED, **changes}["text"]
    assert not BoothMessage.objects.exists()


def test_a_browser_writes_a_few_messages_only(booth, as_user):
    client = as_user()

    answers = [client.post("/2027/village/35/", TYPED).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 200]


def test_a_forged_counter_counts_from_nothing(booth, as_user):
    client = as_user()
    client.cookies["booth_messages"] = "-99:forged"

    answers = [client.post("/2027/village/35/", TYPED).status_code for _ in range(4)]

    assert answers[-1] == 200


def test_an_address_writes_a_few_messages_a_day(booth):
    for _ in range(messages.PER_ADDRESS):
        write(booth)

    with pytest.raises(RuleError, match="tomorrow"):
        write(booth, email="VERA@example.org")
    BoothMessage.objects.update(sent_at=timezone.now() - timedelta(days=2))
    write(booth)

    assert BoothMessage.objects.count() == messages.PER_ADDRESS + 1


def test_a_booth_gets_so_many_messages_a_day(booth):
    for n in range(messages.PER_BOOTH):
        write(booth, email=f"v{n}@example.org")

    with pytest.raises(RuleError, match="many messages"):
        write(booth, email="late@example.org")


def test_the_form_is_protected_against_other_sites(booth):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/2027/village/35/", TYPED).status_code == 403


def test_a_hidden_booth_takes_no_messages(edition, as_user):
    make_booth(status=Booth.Status.ACCEPTED, number=36)

    assert as_user().post("/2027/village/36/", TYPED).status_code == 404
