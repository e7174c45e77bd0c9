import pytest
from django.urls import reverse

from forum.errors import RuleError
from forum.models import AuditEntry, OutgoingMail
from tests.factories import (
    make_contributor,
    make_person,
    make_user,
    make_workshop,
)
from workshops.actions import review
from workshops.models import Contributor, Workshop

Status = Workshop.Status


def verbs(workshop: Workshop) -> list[str]:
    lines = AuditEntry.objects.filter(object=f"workshops.workshop:{workshop.pk}").order_by("id")
    return list(lines.values_list("verb", flat=True))


def recipients() -> list[str]:
    return sorted(OutgoingMail.objects.filter(kind="decision").values_list("to", flat=True))


def test_accepting_keeps_the_number_gives_a_code_and_tells_nobody(secretariat):
    workshop = make_workshop(number=33)

    review.accept(workshop, by=secretariat)

    assert (workshop.status, workshop.number, workshop.code) == (Status.ACCEPTED, 33, "ws-33")
    assert workshop.join_code
    assert not workshop.is_public
    assert recipients() == []
    assert verbs(workshop) == ["accepted"]


def test_a_code_that_was_there_before_stays(secretariat):
    workshop = make_workshop(join_code="KYOTO33")

    review.accept(workshop, by=secretariat)

    assert workshop.join_code == "KYOTO33"


def test_of_two_people_deciding_the_second_is_told(secretariat):
    workshop = make_workshop()
    same = Workshop.objects.get(pk=workshop.pk)
    review.accept(workshop, by=secretariat)

    with pytest.raises(RuleError, match="Accepted"):
        review.decline(same, note="No.", by=secretariat)

    workshop.refresh_from_db()
    assert (workshop.status, workshop.decision_note) == (Status.ACCEPTED, "")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.DECLINED])
def test_only_submitted_proposals_are_accepted(secretariat, status):
    workshop = make_workshop(status=status)

    with pytest.raises(RuleError):
        review.accept(workshop, by=secretariat)

    workshop.refresh_from_db()
    assert workshop.status == status


def test_releasing_twice_tells_each_organizer_once(secretariat):
    submitter = make_user("Ana@example.org")
    workshop = make_workshop(organizer=submitter)
    make_contributor(
        workshop, Contributor.Role.ORGANIZER, person=make_person(email="b@example.org")
    )
    make_contributor(workshop, Contributor.Role.ORGANIZER, person=make_person(email=""))
    make_contributor(workshop, Contributor.Role.SPEAKER, person=make_person(email="c@example.org"))
    review.accept(workshop, by=secretariat)

    review.release(workshop, by=secretariat)
    with pytest.raises(RuleError):
        review.release(workshop, by=secretariat)

    assert recipients() == ["Ana@example.org", "b@example.org"]
    assert workshop.is_public
    assert workshop.released_by == secretariat
    assert verbs(workshop) == ["accepted", "released"]


def test_whoever_declined_the_role_is_not_told(secretariat):
    workshop = make_workshop(organizer=make_user("a@example.org"))
    make_contributor(
        workshop,
        Contributor.Role.ORGANIZER,
        person=make_person(email="b@example.org"),
        answer=Contributor.Answer.DECLINED,
    )
    review.decline(workshop, note="Too many on this theme.", by=secretariat)

    review.release(workshop, by=secretariat)

    assert recipients() == ["a@example.org"]


def test_the_mail_of_an_accepted_session_names_page_and_code(secretariat, settings):
    workshop = make_workshop(title='Trust & "safety" first', number=33)
    review.accept(workshop, by=secretariat)

    review.release(workshop, by=secretariat)

    mail = OutgoingMail.objects.get()
    assert mail.subject_line == 'Accepted: IGF 2027 WS #33 Trust & "safety" first'
    assert f"{settings.SITE_URL}/2027/sessions/ws-33/" in mail.body
    assert workshop.join_code in mail.body


def test_the_mail_of_a_declined_proposal_carries_the_note(secretariat):
    workshop = make_workshop()
    review.decline(workshop, note="Please merge it with another one.", by=secretariat)

    review.release(workshop, by=secretariat)

    mail = OutgoingMail.objects.get()
    assert "Please merge it with another one." in mail.body
    assert not workshop.is_public


def test_an_undecided_proposal_cannot_be_released(secretariat):
    workshop = make_workshop()

    with pytest.raises(RuleError):
        review.release(workshop, by=secretariat)

    assert OutgoingMail.objects.count() == 0


def test_the_organizer_reads_submitted_until_the_release(secretariat):
    workshop = make_workshop()

    review.accept(workshop, by=secretariat)
    before = workshop.shown_status
    review.release(workshop, by=secretariat)

    assert (before, workshop.shown_status) == (Status.SUBMITTED, Status.ACCEPTED)


def test_the_review_page_says_why_others_may_not_enter(as_user, stranger, edition):
    visitor = as_user().get(reverse("workshops:review"))
    answer = as_user(stranger).get(reverse("workshops:review"))

    assert visitor.status_code == 302
    assert answer.status_code == 403
    assert "Multistakeholder Advisory Group" in answer.content.decode()


def test_reviewers_and_secretariat_read_that_no_review_is_open(as_user, mag_member, secretariat):
    pages = [as_user(user).get(reverse("workshops:review")) for user in (mag_member, secretariat)]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("No review is open." in page.content.decode() for page in pages)
