"""A job that is worked on keeps its lease; empties tables, since two connections look at the row."""

import threading
from datetime import timedelta

import pytest

from forum import jobs
from tests import factories

WAITS = 30
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_the_lease_is_renewed_while_the_work_goes_on_and_not_after_it(monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.3))
    queued = jobs.queue("paper", factories.make_workshop(), lambda _id: None)
    job = jobs.claim(str(queued.pk))
    first, pause = job.lease_until, threading.Event()

    with jobs.held(job):
        for _ in range(WAITS * 20):
            job.refresh_from_db()
            if job.lease_until > first + jobs.LEASE:
                break
            pause.wait(0.05)
        assert jobs.finish(job)

    job.refresh_from_db()
    assert (job.status, job.lease_until) == ("done", None)
