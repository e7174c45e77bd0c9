"""Run as a program: kills the worker at every point of a compile and of an export. Prints JSON.

Arguments: rounds, seconds of a lease (0: as in operation), seconds between two calls of the clock.
Each round kills once at every point: in turns the process that does the work, and the worker with
all its processes.
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from forum.models import Job, OutgoingMail  # noqa: E402
from forum.references import reference, resolve  # noqa: E402
from outcomes.actions import export as exports  # noqa: E402
from outcomes.actions import paper as papers  # noqa: E402
from outcomes.models import Export, ImpulsePaper  # noqa: E402
from tests import factories  # noqa: E402
from tests.outcomes.armed_worker import COMPILE, EXPORT  # noqa: E402
from tests.outcomes.sessions import make_staffed_session, seal_survey, take_note  # noqa: E402

WITHIN = 120
STARTS_WITHIN = 90
DUE, DUE_IN_A_HURRY = 20, 6
PEOPLE = 6
LOST_AFTER = timedelta(minutes=1)


@dataclass
class Kill:
    """One killed job, and when."""

    point: str
    job: str
    at: float

    def recovered(self) -> float:
        """Seconds from the kill to the end of the job; 0 where it had ended already."""
        done = Job.objects.get(pk=self.job).done_at
        return max(0.0, done.timestamp() - self.at) if done else float("inf")


class Worker:
    """The portal's worker, armed; killed and started again at will."""

    def __init__(self, lease: float) -> None:
        self.command = [sys.executable, "-m", "tests.outcomes.armed_worker", str(lease)]
        self.pipe = settings.DATA_DIR / "stopped"
        os.mkfifo(self.pipe)
        self.stopped = os.open(self.pipe, os.O_RDWR)

    def start(self) -> None:
        log = (settings.DATA_DIR / "worker.log").open("a")
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
        assert self.process.stdout
        assert any(line.strip() == b"ready" for line in self.process.stdout), "no worker"

    def kill(self, *, whole: bool) -> float:
        """Wait until its process stops at the point, then end it as a power cut would."""
        ready, _, _ = select.select([self.stopped], [], [], STARTS_WITHIN)
        assert ready, "the worker did not come to the point"
        child = int(os.read(self.stopped, 100))
        if not whole:
            os.kill(child, signal.SIGKILL)
            return time.time()
        self.end()
        at = time.time()
        self.start()
        return at

    def end(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def working(lease: float, pause: float) -> Iterator[Worker]:
    """A worker, and the clock that calls `run_periodic` as cron would."""
    worker, over = Worker(lease), threading.Event()
    clock = threading.Thread(target=_tick, args=(over, pause))
    worker.start()
    clock.start()
    try:
        yield worker
    finally:
        over.set()
        clock.join()
        worker.end()


def _tick(over: threading.Event, pause: float) -> None:
    while not over.wait(pause):
        call_command("run_periodic", verbosity=0)
    connection.close()


def main(rounds: int, lease: float, pause: float) -> None:
    call_command("migrate", verbosity=0)
    with working(lease, pause) as worker:
        compiles = _killed(worker, rounds, list(COMPILE), _sealed)
        kept = _killed(worker, -(-rounds // 5), list(EXPORT), _asked)
        _until_all_done(WITHIN)
        found = {
            "compiles": [_paper_after(kill) for kill in compiles],
            "exports": [_export_after(kill) for kill in kept],
            "files of exports": _strange_files(),
        }
        found["emptied queue"] = _emptied(worker, patient=pause >= LOST_AFTER.seconds)
    print(json.dumps(found))


def _killed(worker: Worker, rounds: int, points: list[str], order: Callable[[], Job]) -> list[Kill]:
    found, number = [], count()
    for _round in range(rounds):
        for point in points:
            with transaction.atomic():
                job = order()
                (settings.DATA_DIR / "armed").write_text(f"{job.pk} {point}")
            at = worker.kill(whole=next(number) % 3 == 0)
            found.append(Kill(point, str(job.pk), at))
    return found


def _sealed() -> Job:
    """A session whose survey is sealed in this transaction, which queues its paper."""
    organizer, rapporteur = factories.make_user(), factories.make_user()
    workshop = make_staffed_session(organizer, rapporteur)
    take_note(workshop, rapporteur)
    seal_survey(workshop, organizer, people=PEOPLE)
    return Job.objects.get(subject=reference(ImpulsePaper.objects.get(workshop=workshop)))


def _asked() -> Job:
    by = factories.make_secretariat()
    export = exports.queue(factories.current_edition(), Export.Kind.OPEN_DATA, by=by)
    return Job.objects.get(subject=reference(export))


def _paper_after(kill: Kill) -> dict[str, Any]:
    """What there is of a paper whose worker was killed."""
    job = Job.objects.get(pk=kill.job)
    paper = resolve(job.subject)
    assert isinstance(paper, ImpulsePaper)
    return {
        "point": kill.point,
        "seconds": round(kill.recovered(), 1),
        "attempts": job.attempts,
        "revisions": paper.versions.count(),
        "paper": paper.status,
        "jobs": list(Job.objects.filter(subject=job.subject).values_list("status", flat=True)),
        "mails": OutgoingMail.objects.filter(about=reference(paper)).count(),
    }


def _export_after(kill: Kill) -> dict[str, Any]:
    job = Job.objects.get(pk=kill.job)
    export = resolve(job.subject)
    assert isinstance(export, Export)
    return {
        "point": kill.point,
        "seconds": round(kill.recovered(), 1),
        "job": job.status,
        "whole": zipfile.ZipFile(export.path).testzip() is None,
    }


def _strange_files() -> list[str]:
    """What lies beside the exports and is none."""
    names = {export.path.name for export in Export.objects.all()}
    return [
        path.name for path in (settings.DATA_DIR / "exports").iterdir() if path.name not in names
    ]


def _emptied(worker: Worker, *, patient: bool) -> dict[str, Any]:
    """Papers whose messages are lost while no worker runs; the clock alone knows of them.

    Whoever is not patient lets them have waited as long as a message needs to seem lost.
    """
    worker.end()
    rapporteur = factories.make_user()
    due = [_due(rapporteur) for _ in range(DUE if patient else DUE_IN_A_HURRY)]
    lost = _empty_queue()
    if not patient:
        long_ago = timezone.now() - LOST_AFTER
        Job.objects.filter(pk__in=[job.pk for job in due]).update(queued_at=long_ago)
    begun = time.time()
    worker.start()
    _until_all_done(WITHIN + LOST_AFTER.seconds)
    compiled = [resolve(job.subject).versions.count() for job in due]
    return {
        "due": len(due),
        "messages lost": lost,
        "compiled once": compiled.count(1),
        "seconds": round(time.time() - begun, 1),
    }


def _due(rapporteur) -> Job:
    workshop = make_staffed_session(factories.make_user(), rapporteur)
    take_note(workshop, rapporteur)
    return Job.objects.get(subject=reference(papers.queue(workshop)))


def _empty_queue() -> int:
    """Throw away every message of the broker; returns how many there were."""
    if settings.REDIS_URL:
        from redis import Redis

        with Redis.from_url(settings.REDIS_URL) as client:
            waiting = client.llen("celery")
            client.flushdb()
            return int(waiting)
    messages = list(Path(settings.DATA_DIR / "queue").rglob("*.msg"))
    for path in messages:
        path.unlink()
    return len(messages)


def _until_all_done(seconds: float) -> None:
    """Wait for the last open job; what is not done in time stays open and is found so."""
    until, pause = time.monotonic() + seconds, threading.Event()
    open_jobs = Job.objects.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    while open_jobs.exists() and time.monotonic() < until:
        pause.wait(0.2)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
