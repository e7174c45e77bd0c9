"""What the Secretariat can undo: an unreleased decision, an exception; and what it screens out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from booths.actions import review as village
from booths.models import Booth, Offer
from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from submissions.actions.rules import ensure_rules, exempt, take_exemption_back
from submissions.models import Exemption
from tests.factories import make_booth, make_place, make_slot, make_user, make_workshop
from workshops.actions import review
from workshops.models import Workshop

Status = Workshop.Status


def address(workshop: Workshop, verb: str = "desk_proposal") -> str:
    return reverse(f"workshops:{verb}", args=[workshop.uuid])


def test_an_accepted_session_waits_again_and_keeps_its_number(secretariat):
    workshop = make_workshop(number=33)
    review.accept(workshop, by=secretariat)

    review.take_back(workshop, by=secretariat)
    again = (workshop.status, workshop.number, workshop.decided_at, workshop.decided_by)
    review.accept(workshop, by=secretariat)

    assert again == (Status.SUBMITTED, 33, None, None)
    assert (workshop.status, workshop.number) == (Status.ACCEPTED, 33)
    line = AuditEntry.objects.get(verb="took back the decision")
    assert (line.who, line.details) == (secretariat, {"status": "accepted", "note": ""})


def test_a_refusal_taken_back_leaves_no_note_behind(secretariat):
    workshop = make_workshop()
    review.screen_out(workshop, note="Not about the Internet.", by=secretariat)

    review.take_back(workshop, by=secretariat)

    assert (workshop.status, workshop.decision_note) == (Status.SUBMITTED, "")
    assert not workshop.is_screened_out
    line = AuditEntry.objects.get(verb="took back the decision")
    assert line.details["note"] == "Not about the Internet."


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED])
def test_a_released_decision_stays(secretariat, status):
    workshop = make_workshop(status=status, released_at=timezone.now())

    with pytest.raises(RuleError, match="not released"):
        review.take_back(workshop, by=secretariat)

    workshop.refresh_from_db()
    assert workshop.status == status


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN])
def test_what_is_not_decided_cannot_be_taken_back(secretariat, status):
    workshop = make_workshop(status=status)

    with pytest.raises(RuleError):
        review.take_back(workshop, by=secretariat)

    workshop.refresh_from_db()
    assert workshop.status == status


def test_a_session_in_the_programme_comes_out_of_it_first(secretariat):
    workshop = make_workshop(status=Status.ACCEPTED)
    make_slot(workshop, timezone.now())

    with pytest.raises(RuleError, match="out of the programme"):
        review.take_back(workshop, by=secretariat)

    workshop.refresh_from_db()
    assert workshop.status == Status.ACCEPTED


def test_a_booth_leaves_its_place_to_whoever_waits(secretariat):
    place = make_place("1")
    holder, waits = (make_booth(number=n, is_onsite=True, is_virtual=False) for n in (1, 2))
    village.accept(holder, stand=place, by=secretariat)
    village.accept(waits, by=secretariat)

    village.take_back(holder, by=secretariat)

    holder.refresh_from_db()
    assert (holder.status, holder.number, holder.stand) == (Booth.Status.SUBMITTED, 1, None)
    assert Offer.objects.get().booth == waits


def test_a_host_stays_while_its_accepted_partner_needs_the_place(secretariat):
    place = make_place("1")
    host = make_booth(is_onsite=True, status=Booth.Status.ACCEPTED, stand=place)
    make_booth(is_onsite=True, status=Booth.Status.ACCEPTED, host=host)

    with pytest.raises(RuleError, match="Another booth"):
        village.take_back(host, by=secretariat)

    host.refresh_from_db()
    assert (host.status, host.stand) == (Booth.Status.ACCEPTED, place)


def test_the_button_stands_on_the_page_until_the_release(as_user, secretariat):
    workshop = make_workshop()
    client = as_user(secretariat)

    client.post(address(workshop, "decline"), {"note": "No."})
    decided = client.get(address(workshop)).content.decode()
    client.post(address(workshop, "take_back"))
    workshop.refresh_from_db()
    back = workshop.status
    client.post(address(workshop, "decline"), {"note": "No."})
    client.post(address(workshop, "release"))
    released = client.get(address(workshop)).content.decode()

    assert back == Status.SUBMITTED
    assert "Take the decision back" in decided
    assert "Take the decision back" not in released


def test_screening_out_needs_a_reason_and_its_release_tells_it(as_user, secretariat):
    workshop = make_workshop(organizer=make_user("ana@example.org"))
    client = as_user(secretariat)

    without = client.post(address(workshop, "screen_out"), {"note": ""})
    client.post(address(workshop, "screen_out"), {"note": "Not about the Internet."})
    silent = OutgoingMail.objects.count()
    page = client.get(address(workshop)).content.decode()
    client.post(address(workshop, "release"))

    workshop.refresh_from_db()
    letter = OutgoingMail.objects.get()
    assert "note" in without.context["screen_form"].errors
    assert (workshop.status, workshop.is_screened_out, silent) == (Status.DECLINED, True, 0)
    assert "Screened out" in page
    assert letter.to == "ana@example.org"
    assert "before the review" in letter.body
    assert "Not about the Internet." in letter.body


def test_a_booth_is_screened_out_too(secretariat):
    booth = make_booth()

    village.screen_out(booth, note="Advertising only.", by=secretariat)
    village.release(booth, by=secretariat)

    assert (booth.status, booth.is_screened_out) == (Booth.Status.DECLINED, True)
    assert "Advertising only." in OutgoingMail.objects.get().body


@pytest.mark.parametrize(
    "verb", ["accept", "decline", "screen_out", "send_back", "take_back", "release",
             "make_exception", "end_exception"],
)  # fmt: skip
def test_every_step_belongs_to_the_secretariat(as_user, organizer, mag_member, verb):
    workshop = make_workshop(organizer=organizer)

    answers = [
        as_user(user).post(address(workshop, verb)).status_code
        for user in (None, organizer, mag_member)
    ]

    workshop.refresh_from_db()
    assert answers == [302, 403, 403]
    assert workshop.status == Status.SUBMITTED


def test_an_exception_is_taken_back_and_the_rule_blocks_again(as_user, secretariat, edition):
    ensure_rules(edition, levels={"onsite_moderator": "block"})
    workshop, client = make_workshop(), as_user(secretariat)
    typed = {"code": "onsite_moderator", "note": "Online only."}

    client.post(address(workshop, "make_exception"), typed)
    made = Exemption.objects.count()
    with_it = Workshop.objects.get().blocking_rules
    shown = client.get(address(workshop)).content.decode()
    client.post(address(workshop, "end_exception"), {"code": "onsite_moderator"})

    assert made == 1
    assert "Take the exception back" in shown
    assert not Exemption.objects.exists()
    assert Workshop.objects.get().blocking_rules == with_it + 1
    line = AuditEntry.objects.get(verb="took an exception back")
    assert line.details == {"rule": "onsite_moderator", "note": "Online only."}


def test_an_exception_behind_a_decision_stays(secretariat, edition):
    ensure_rules(edition, levels={"onsite_moderator": "block"})
    workshop = make_workshop()
    rule = edition.rules.get(kind="session", code="onsite_moderator")
    exempt(workshop, rule, note="Online only.", by=secretariat)
    review.decline(workshop, note="No.", by=secretariat)

    with pytest.raises(RuleError, match="Take the decision back"):
        take_exemption_back(workshop, "onsite_moderator", by=secretariat)

    assert Exemption.objects.exists()
