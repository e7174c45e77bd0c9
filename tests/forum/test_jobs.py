from datetime import timedelta

import pytest
from django.utils import timezone

from forum import jobs
from forum.models import Job
from tests import factories


@pytest.fixture
def sent():
    return []


@pytest.fixture
def job(db, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return jobs.queue("paper", factories.make_workshop(), sent.append)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_queueing_sends_the_id_after_commit(job, sent):
    assert sent == [str(job.pk)]


def test_an_open_job_is_not_queued_twice(db, sent):
    workshop = factories.make_workshop()

    first = jobs.queue("paper", workshop, sent.append)
    second = jobs.queue("paper", workshop, sent.append)

    assert first == second
    assert Job.objects.count() == 1


def test_a_finished_job_makes_room_for_the_next(job, sent):
    jobs.finish(jobs.claim(str(job.pk)))

    again = jobs.queue("paper", factories.make_workshop(), sent.append)

    assert again.pk != job.pk


def test_only_one_worker_gets_a_job(job):
    first, second = jobs.claim(str(job.pk)), jobs.claim(str(job.pk))

    assert first.fence == 1
    assert second is None


def test_a_job_of_a_dead_worker_can_be_taken_over_and_the_late_one_changes_nothing(job):
    dead = jobs.claim(str(job.pk))
    expire(job)

    alive = jobs.claim(str(job.pk))

    assert alive.fence == dead.fence + 1
    assert jobs.finish(dead) is False
    assert jobs.finish(alive) is True


def test_progress_renews_the_lease(job):
    mine = jobs.claim(str(job.pk))
    expire(job)

    jobs.progress(mine, "counting")

    job.refresh_from_db()
    assert (job.progress, jobs.claim(str(job.pk))) == ("counting", None)


def test_a_failed_job_says_why_and_is_not_sent_again(job):
    jobs.fail(jobs.claim(str(job.pk)), "The record is missing.")

    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.FAILED, "The record is missing.")
    assert list(jobs.overdue()) == []


def test_the_sweeper_finds_lost_and_abandoned_jobs(job):
    assert list(jobs.overdue()) == []

    jobs.claim(str(job.pk))
    expire(job)

    assert list(jobs.overdue()) == [job]


def test_a_job_that_keeps_failing_is_given_up(job):
    for _ in range(jobs.MAX_ATTEMPTS):
        jobs.claim(str(job.pk))
        expire(job)

    assert jobs.claim(str(job.pk)) is None
    assert list(jobs.overdue()) == []
