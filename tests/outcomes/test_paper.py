import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import jobs
from forum.errors import RuleError
from forum.models import AuditEntry, Job, OutgoingMail
from outcomes import periodic, tasks
from outcomes.actions import paper as papers
from outcomes.models import ImpulsePaper, PaperVersion
from tests import factories
from tests.outcomes.sessions import (
    compiled,
    job_of,
    make_staffed_session,
    published,
    seal_survey,
    take_note,
)
from workshops.models import Contributor

Status = ImpulsePaper.Status


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


@pytest.fixture
def draft(session, rapporteur):
    take_note(session, rapporteur)
    return compiled(session)


def approved(draft, rapporteur):
    papers.approve(draft.version, by=rapporteur)
    draft.refresh_from_db()
    return draft


def test_the_worker_turns_a_queued_paper_into_a_draft(session, rapporteur):
    take_note(session, rapporteur)

    paper = compiled(session)

    assert paper.status == Status.DRAFT
    assert paper.version.label == "0.1"
    assert job_of(paper).status == Job.Status.DONE


def test_the_rapporteur_is_told_about_the_draft(draft, rapporteur):
    assert [mail.to for mail in OutgoingMail.objects.filter(kind="paper_draft")] == [
        rapporteur.email
    ]


def test_the_same_message_twice_compiles_once(draft):
    tasks.compile_impulse_paper(str(job_of(draft).pk))

    assert draft.versions.count() == 1


def test_the_same_inputs_make_no_second_version(draft, session):
    again = compiled(session)

    assert again.status == Status.DRAFT
    assert draft.versions.count() == 1


def test_a_new_note_makes_a_new_version(draft, session, rapporteur):
    take_note(session, rapporteur, "One more point.")

    compiled(session, by=rapporteur)

    assert list(draft.versions.values_list("revision", "label")) == [(1, "0.1"), (2, "0.2")]


def test_a_worker_that_lost_its_job_writes_nothing(session, rapporteur, monkeypatch):
    take_note(session, rapporteur)
    paper = papers.queue(session)
    job = job_of(paper)
    late = jobs.claim(str(job.pk))
    Job.objects.filter(pk=job.pk).update(fence=late.fence + 1)

    tasks._compile(late)

    assert PaperVersion.objects.count() == 0
    assert ImpulsePaper.objects.get().status == Status.QUEUED


def test_a_killed_worker_leaves_work_that_the_next_one_finishes(session, rapporteur):
    take_note(session, rapporteur)
    paper = papers.queue(session)
    job = job_of(paper)
    jobs.claim(str(job.pk))
    Job.objects.filter(pk=job.pk).update(lease_until=job.queued_at)

    tasks.compile_impulse_paper(str(job.pk))

    paper.refresh_from_db()
    assert (paper.status, paper.versions.count()) == (Status.DRAFT, 1)


def test_a_record_that_misses_a_figure_fails_with_a_sentence(session, organizer):
    survey = seal_survey(session, organizer, people=12)
    broken = survey.record.rules.replace('"wave": 1,', '"wave": 9,', 1)
    type(survey.record).objects.filter(pk=survey.record.pk).update(rules=broken)

    paper = compiled(session)

    assert paper.status == Status.FAILED
    assert paper.failure
    assert job_of(paper).status == Job.Status.FAILED


def test_a_failed_paper_is_started_again(session, organizer, rapporteur):
    paper = papers.queue(session)
    paper.move_to(Status.FAILED, failure="x")
    jobs.fail(jobs.claim(str(job_of(paper).pk)), "x")

    again = compiled(session, by=rapporteur)

    assert (again.status, again.failure) == (Status.DRAFT, "")


def test_approving_and_publishing_take_two_people(draft, rapporteur, organizer):
    approved(draft, rapporteur)

    with pytest.raises(RuleError, match="Another person"):
        papers.publish(draft.version, by=rapporteur)
    papers.publish(draft.version, by=organizer)

    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    assert (draft.version.approved_by, draft.version.published_by) == (rapporteur, organizer)
    assert draft.version.label == "0.9"
    assert draft.takes_comments


def test_an_organizer_who_approved_does_not_publish(draft, organizer):
    papers.approve(draft.version, by=organizer)
    draft.refresh_from_db()

    with pytest.raises(RuleError, match="Another person"):
        papers.publish(draft.version, by=organizer)


def test_the_database_holds_the_two_names_too(draft, rapporteur):
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.versions.update(approved_by=rapporteur, published_by=rapporteur)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.versions.update(approved_by=rapporteur, published_at=timezone.now())


def test_the_secretariat_publishes_but_does_not_approve(draft, rapporteur, secretariat):
    with pytest.raises(RuleError, match="rapporteur"):
        papers.approve(draft.version, by=secretariat)
    approved(draft, rapporteur)

    papers.publish(draft.version, by=secretariat)

    assert ImpulsePaper.objects.get().current.published_by == secretariat


def test_strangers_and_speakers_neither_approve_nor_publish(draft, rapporteur, stranger):
    factories.make_contributor(draft.workshop, Contributor.Role.SPEAKER, stranger)

    with pytest.raises(RuleError):
        papers.approve(draft.version, by=stranger)
    approved(draft, rapporteur)
    with pytest.raises(RuleError):
        papers.publish(draft.version, by=stranger)


def test_an_approval_is_for_the_newest_version_only(draft, session, rapporteur):
    old = draft.version
    take_note(session, rapporteur, "One more point.")
    compiled(session)
    old.paper.refresh_from_db()

    with pytest.raises(RuleError, match="newer version"):
        papers.approve(old, by=rapporteur)

    assert ImpulsePaper.objects.get().status == Status.DRAFT


def test_a_draft_is_not_published(draft, organizer):
    with pytest.raises(RuleError):
        papers.publish(draft.version, by=organizer)


def test_an_approval_can_be_withdrawn_before_publication(draft, rapporteur, organizer):
    approved(draft, rapporteur)

    papers.withdraw_approval(draft, by=organizer)

    draft.refresh_from_db()
    assert (draft.status, draft.version.approved_by) == (Status.DRAFT, None)


def test_an_approved_paper_is_not_compiled_again(draft, rapporteur, session):
    approved(draft, rapporteur)

    with pytest.raises(RuleError):
        papers.queue(session, by=rapporteur)


def test_a_second_seal_leaves_a_published_paper_alone(session, organizer, rapporteur, secretariat):
    seal_survey(session, organizer, people=12)
    paper = published(session, rapporteur, secretariat)
    before = list(paper.versions.values_list("uuid"))

    seal_survey(session, organizer, people=12)

    paper.refresh_from_db()
    assert paper.status == Status.PUBLISHED
    assert list(paper.versions.values_list("uuid")) == before


def test_every_step_is_in_the_audit_log(draft, rapporteur, organizer):
    approved(draft, rapporteur)
    papers.publish(draft.version, by=organizer)

    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert [v for v in verbs if "paper" in v] == [
        "queued paper",
        "approved paper",
        "published paper",
    ]


def test_the_clock_tells_people_when_the_worker_died_too_often(session):
    paper = papers.queue(session)
    job = job_of(paper)
    Job.objects.filter(pk=job.pk).update(
        status="running", attempts=jobs.MAX_ATTEMPTS, lease_until=job.queued_at
    )

    assert periodic.fail_exhausted() == 1

    paper.refresh_from_db()
    assert paper.status == Status.FAILED


def test_the_clock_queues_a_forgotten_paper(session, organizer):
    seal_survey(session, organizer, people=12)
    ImpulsePaper.objects.all().delete()

    assert periodic.queue_forgotten() == 1
    assert ImpulsePaper.objects.get().status == Status.QUEUED
