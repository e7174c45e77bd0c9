"""A request changes hands: asked by mail, taken over by the account of that address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from submissions import sharing
from submissions.actions import handover
from submissions.models import Handover
from tests import factories
from tests.submissions.following import KINDS
from workshops.models import Contributor

Status = Handover.Status


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def receiver(db):
    return factories.make_user("receiver@example.org", name="Rae Receiver")


@pytest.fixture
def owner(open_edition, organizer, as_user):
    return as_user(organizer)


def draft(owner, kind):
    owner.post(kind.new, {"title": "A draft", "action": "save"})
    return kind.model.objects.get()


def asked(client, kind, request, email="receiver@example.org") -> str:
    """Ask the address; the path of the link in its mail."""
    client.post(kind.page(request, "handover/"), {"email": email})
    body = OutgoingMail.objects.filter(kind="handover").latest("created_at").body
    link = next(line for line in body.split() if "/handover/" in line)
    return "/my/" + link.partition("/my/")[2]


def test_a_draft_and_a_submitted_request_go_to_the_account_that_accepts(
    owner, kind, receiver, as_user, organizer
):
    for request in (draft(owner, kind), kind.made(organizer)):
        link = asked(owner, kind, request)
        shown = as_user(receiver).get(link).content.decode()
        answer = as_user(receiver).post(link, {"action": "accept"})

        request.refresh_from_db()
        assert "Olu Organizer asks you to take this request over." in shown
        assert (answer["Location"], request.created_by) == (kind.page(request), receiver)
        assert as_user(receiver).get(kind.page(request)).status_code == 200

    mails = OutgoingMail.objects.filter(kind__in=["handed_over", "taken_over"])
    assert sorted(mails.values_list("to", flat=True)) == [
        "organizer@example.org", "organizer@example.org",
        "receiver@example.org", "receiver@example.org",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(verb="took over", who=receiver).count() == 2


def test_the_former_submitter_keeps_no_right(owner, kind, receiver, as_user):
    request = draft(owner, kind)
    owner.post(kind.page(request), {"title": "A draft", "revision": "1", "action": "share"})
    request.refresh_from_db()
    shared = sharing.path(request, "session" if kind is KINDS["session"] else "booth")

    as_user(receiver).post(asked(owner, kind, request), {"action": "accept"})

    pages = ["", "versions/", "files/", "handover/", "preview/"]
    assert {owner.get(kind.page(request, rest)).status_code for rest in pages} == {404}
    assert as_user().get(shared).status_code == 410


def test_who_is_named_in_it_keeps_that_role(owner, receiver, as_user, organizer):
    kind = KINDS["session"]
    request = kind.made(organizer)

    as_user(receiver).post(asked(owner, kind, request), {"action": "accept"})

    assert request.contributors.filter(role=Contributor.Role.ORGANIZER).count() == 1
    assert owner.get(kind.page(request)).status_code == 200
    assert owner.get(kind.page(request, "handover/")).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_link_works_for_no_other_account(owner, kind, as_user, stranger, organizer, method):
    request = kind.made(organizer, title="Not for strangers")
    link = asked(owner, kind, request)

    answer = getattr(as_user(stranger), method)(link, {"action": "accept"})

    request.refresh_from_db()
    assert request.created_by == organizer
    assert "Not for strangers" not in answer.content.decode()
    assert "receiver@example.org" not in answer.content.decode()
    assert "/accounts/login/" in as_user().get(link)["Location"]


def test_an_expired_a_cancelled_and_a_used_link_say_so(owner, kind, receiver, as_user, organizer):
    request, client = kind.made(organizer), as_user(receiver)
    expired = asked(owner, kind, request)
    Handover.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "has expired" in client.get(expired).content.decode()

    cancelled = asked(owner, kind, request)
    owner.post(kind.page(request, "handover/"), {"action": "cancel"})
    assert client.post(cancelled, {"action": "accept"}).status_code == 403

    used = asked(owner, kind, request)
    client.post(used, {"action": "accept"})
    assert "This hand-over is over: accepted." in client.get(used).content.decode()
    assert OutgoingMail.objects.filter(kind="taken_over").count() == 1


def test_a_new_offer_ends_the_open_one(owner, kind, receiver, as_user, organizer):
    request = kind.made(organizer)
    first = asked(owner, kind, request)
    asked(owner, kind, request, "other@example.org")

    answer = as_user(receiver).post(first, {"action": "accept"})

    assert answer.status_code == 403
    assert list(Handover.objects.values_list("status", flat=True)) == ["open", "cancelled"]


def test_declining_tells_the_submitter(owner, kind, receiver, as_user, organizer):
    request = kind.made(organizer)

    as_user(receiver).post(asked(owner, kind, request), {"action": "decline"})

    request.refresh_from_db()
    assert request.created_by == organizer
    assert OutgoingMail.objects.get(kind="handover_declined").to == "organizer@example.org"


def test_the_secretariat_hands_over_too(kind, receiver, as_user, organizer, secretariat):
    request = kind.made(organizer)

    as_user(receiver).post(asked(as_user(secretariat), kind, request), {"action": "accept"})

    request.refresh_from_db()
    assert request.created_by == receiver
    assert OutgoingMail.objects.get(kind="handed_over").to == "organizer@example.org"


def test_who_else_may_not_ask(edition, as_user, organizer, stranger, mag_member):
    kind = KINDS["session"]
    request = kind.made(organizer)
    partner = factories.make_user()
    factories.make_contributor(request, Contributor.Role.CO_ORGANIZER, partner)
    url = kind.page(request, "handover/")

    statuses = [
        as_user(user).post(url, {"email": "x@example.org"}).status_code
        for user in (partner, stranger, mag_member)
    ]

    assert statuses == [403, 404, 404]
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "email", ["", "no address", "organizer@example.org", "ORGANIZER@example.org"]
)
def test_an_address_that_makes_no_sense_is_refused_at_its_field(owner, kind, organizer, email):
    request = kind.made(organizer)

    page = owner.post(kind.page(request, "handover/"), {"email": email})

    assert page.status_code == 200
    assert page.context["form"].errors["email"]


def test_a_withdrawn_or_declined_request_changes_no_hands(owner, kind, organizer, receiver):
    for fields in ({"status": "withdrawn"}, {"status": "declined", "released": True}):
        request = kind.made(organizer, **fields)

        assert owner.get(kind.page(request, "handover/")).status_code == 403
        with pytest.raises(RuleError):
            handover.offer(request, email="a@example.org", page=str, by=organizer)


def test_an_unreleased_refusal_is_not_given_away(owner, kind, organizer):
    request = kind.made(organizer, status="declined")

    assert owner.get(kind.page(request, "handover/")).status_code == 200


def test_nobody_sends_many_mails(owner, kind, organizer):
    request = kind.made(organizer)

    for number in range(handover.MOST_IN_A_DAY + 2):
        page = owner.post(kind.page(request, "handover/"), {"email": f"a{number}@example.org"})

    assert "Try again tomorrow" in page.content.decode()
    assert OutgoingMail.objects.filter(kind="handover").count() == handover.MOST_IN_A_DAY
