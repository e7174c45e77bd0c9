"""Jobs: queue in the request's transaction, claim by conditional UPDATE, finish under the fence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from forum.models import Job
from forum.references import reference

LEASE = timedelta(seconds=30)
"""How long a job stays with a worker nobody hears of. With the clock that comes once a minute, the
work of a killed worker begins again within two minutes."""
RENEWALS = 3
MAX_ATTEMPTS = 5


def queue(kind: str, subject: models.Model, send: Callable[[str], object]) -> Job:
    """A job row for the subject, or the one already open; `send(id)` is called after commit.

    `send` is usually `some_task.delay`. If it fails or its message is lost, the sweeper
    (`overdue`) sends the job again.
    """
    job, _ = Job.objects.get_or_create(
        kind=kind,
        subject=reference(subject),
        status__in=[Job.Status.QUEUED, Job.Status.RUNNING],
        defaults={"status": Job.Status.QUEUED},
    )
    transaction.on_commit(lambda: send(str(job.pk)), robust=True)
    return job


def claim(job_id: str) -> Job | None:
    """The job, now ours until the lease ends; None when another worker has it or it is over."""
    now = timezone.now()
    free = Q(status=Job.Status.QUEUED) | Q(status=Job.Status.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        status=Job.Status.RUNNING,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        progress="",
        error="",
    )
    return Job.objects.get(pk=job_id) if taken else None


@contextmanager
def held(job: Job) -> Iterator[None]:
    """Renew the lease while the work goes on, however long it takes; it ends with the process."""
    over = Event()
    keeper = Thread(target=_renew, args=(job, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew(job: Job, over: Event) -> None:
    pause = LEASE.total_seconds() / RENEWALS
    try:
        while not over.wait(pause):
            with suppress(DatabaseError):  # the next renewal may succeed; else the lease ends
                _mine(job).update(lease_until=timezone.now() + LEASE)
    finally:
        connection.close()


def progress(job: Job, step: str) -> None:
    """Name the step the job is at and renew its lease."""
    _mine(job).update(progress=step[:120], lease_until=timezone.now() + LEASE)


def finish(job: Job) -> bool:
    """Mark the job done; False when another worker took it over meanwhile (write nothing then)."""
    done = _mine(job).update(status=Job.Status.DONE, done_at=timezone.now(), lease_until=None)
    return bool(done)


def fail(job: Job, error: str) -> None:
    """Mark the job failed with a sentence for the person who waits for it."""
    _mine(job).update(status=Job.Status.FAILED, error=error[:2000], lease_until=None)


def give_back(job: Job) -> None:
    """Put the job back into the queue as if it had not been tried: it may not run now."""
    _mine(job).update(
        status=Job.Status.QUEUED, attempts=F("attempts") - 1, lease_until=None, progress=""
    )


def overdue() -> models.QuerySet[Job]:
    """Jobs whose message seems lost: queued for a minute, or running past their lease."""
    now = timezone.now()
    return Job.objects.filter(
        Q(status=Job.Status.QUEUED, queued_at__lt=now - timedelta(minutes=1))
        | Q(status=Job.Status.RUNNING, lease_until__lt=now),
        attempts__lt=MAX_ATTEMPTS,
    )


def _mine(job: Job) -> models.QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, fence=job.fence, status=Job.Status.RUNNING)
