"""A request goes back to its submitter until a date, and comes again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from booths.actions import review as village
from booths.models import Booth
from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from submissions.models import Call
from submissions.permissions import closed_because
from tests import factories
from tests.booths.test_request import typed_booth35
from tests.workshops.typed_proposal import typed_proposal
from workshops.actions import review
from workshops.models import Workshop

NEW = "/my/proposals/new/"
NOTE = "Name a rapporteur."


def text(page) -> str:
    return page.content.decode()


def in_a_week():
    return timezone.now() + timedelta(days=7)


def close(edition) -> None:
    now = timezone.now()
    Call.objects.filter(edition=edition).update(
        opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1)
    )


def verbs() -> list[str]:
    wanted = ["returned for repair", "repaired"]
    lines = AuditEntry.objects.filter(verb__in=wanted).order_by("id")
    return list(lines.values_list("verb", flat=True))


@pytest.fixture
def returned(open_edition, as_user, organizer, secretariat) -> tuple[Workshop, str]:
    """A proposal submitted by the form, whose call has closed and which was returned since."""
    url = as_user(organizer).post(NEW, typed_proposal(open_edition))["Location"]
    workshop = Workshop.objects.get()
    close(open_edition)
    review.send_back(workshop, note=NOTE, until=in_a_week(), by=secretariat)
    return workshop, url


def test_its_organizers_get_a_mail_with_note_and_date(returned, settings):
    workshop, url = returned

    letter = OutgoingMail.objects.get(kind="repair")
    assert letter.to == "organizer@example.org"
    assert NOTE in letter.body
    assert f"{workshop.repair_until:%Y-%m-%d %H:%M} (UTC)" in letter.body
    assert settings.SITE_URL + url in letter.body
    assert mail.outbox == []


def test_it_takes_changes_after_the_call_until_the_date(returned, open_edition, as_user, organizer):
    workshop, url = returned
    client = as_user(organizer)

    form = client.get(url)
    changes = typed_proposal(open_edition, title="Mended", revision=str(workshop.revision))
    answer = client.post(url, changes)
    after = client.get(url)

    workshop.refresh_from_db()
    assert "The Secretariat asks you to repair this" in text(form)
    assert NOTE in text(form)
    assert (answer.status_code, workshop.title) == (302, "Mended")
    assert (workshop.repair_until, workshop.is_returned) == (None, False)
    assert workshop.repaired_at
    assert workshop.checked_at
    assert "The call is closed" in text(after)
    assert OutgoingMail.objects.filter(about=f"workshops.workshop:{workshop.pk}").count() == 2
    assert verbs() == ["returned for repair", "repaired"]


def test_a_saved_draft_does_not_repair_it(returned, open_edition, as_user, organizer):
    workshop, url = returned
    draft = typed_proposal(open_edition, action="save", revision=str(workshop.revision))

    as_user(organizer).post(url, draft)

    workshop.refresh_from_db()
    assert workshop.is_returned


def test_after_the_date_it_is_read_only_again(returned, as_user, organizer):
    workshop, url = returned
    Workshop.objects.update(repair_until=timezone.now() - timedelta(minutes=1))

    page = as_user(organizer).get(url)
    late = as_user(organizer).post(url, {"title": "Too late", "action": "submit"})

    workshop.refresh_from_db()
    assert "The time to repair this is over" in text(page)
    assert "The time to repair it is over, so it can no longer be changed." in text(late)
    assert workshop.title == "Captions for all"
    assert workshop.is_returned
    assert not workshop.takes_repairs


def test_a_decision_ends_the_wait(returned, secretariat):
    workshop, _url = returned

    review.decline(workshop, note="No.", by=secretariat)

    assert not workshop.is_returned
    assert "with the Secretariat" in closed_because(workshop, Call.Kind.SESSION)


def test_a_booth_is_returned_and_repaired_too(open_edition, as_user, exhibitor, secretariat):
    client = as_user(exhibitor)
    url = client.post("/my/booths/new/", typed_booth35(open_edition))["Location"]
    booth = Booth.objects.get()
    close(open_edition)
    village.send_back(booth, note=NOTE, until=in_a_week(), by=secretariat)

    form = client.get(url)
    changes = typed_booth35(open_edition, title="Mended", revision=str(booth.revision))
    client.post(url, changes)

    booth.refresh_from_db()
    assert NOTE in text(form)
    assert (booth.title, booth.is_returned) == ("Mended", False)
    assert OutgoingMail.objects.get(kind="repair").to == exhibitor.email


@pytest.mark.parametrize("status", ["draft", "accepted", "declined", "withdrawn"])
def test_only_what_waits_for_a_decision_is_returned(secretariat, status):
    workshop = factories.make_workshop(status=status)

    with pytest.raises(RuleError):
        review.send_back(workshop, note=NOTE, until=in_a_week(), by=secretariat)

    assert OutgoingMail.objects.count() == 0


def test_a_moment_that_is_over_is_refused(secretariat):
    workshop = factories.make_workshop()

    with pytest.raises(RuleError) as refused:
        review.send_back(workshop, note=NOTE, until=timezone.now(), by=secretariat)

    assert refused.value.field == "until"


def test_the_desk_returns_to_the_end_of_a_day(as_user, secretariat):
    workshop = factories.make_workshop()
    day = (timezone.now() + timedelta(days=3)).date()
    address = reverse("workshops:send_back", args=[workshop.uuid])
    client = as_user(secretariat)

    refused = [
        client.post(address, {"note": note, "until": until})
        for note, until in (("", day), (NOTE, "x"), (NOTE, "2020-01-01"), (NOTE, "9999-12-31"))
    ]
    client.post(address, {"note": NOTE, "until": day})

    workshop.refresh_from_db()
    assert [list(page.context["repair_form"].errors) for page in refused] == [
        ["note"],
        ["until"],
        ["until"],
        ["until"],
    ]
    assert f"{workshop.repair_until:%Y-%m-%d %H:%M}" == f"{day} 23:59"
