"""Run as a program: prepares sealed sessions, compiles their papers, or waits for a worker to do so.

`prepare` with the sizes of sessions seals them and prints the ids of their jobs; `compile` with such
ids prints seconds passed, seconds computed and the peak of memory in MiB; `wait` seals a session
and prints the seconds until its draft is there.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from itertools import count
from time import perf_counter, process_time
from typing import Any

import django

django.setup()

from bench.sealing import ended  # noqa: E402
from forum.models import Job  # noqa: E402
from forum.references import reference  # noqa: E402
from outcomes import tasks  # noqa: E402
from outcomes.models import ImpulsePaper, Note  # noqa: E402
from surveys import actions  # noqa: E402
from surveys.models import Survey  # noqa: E402
from tests import factories  # noqa: E402

WAITS = 120
WORDS = ("Control", "Safety", "Privacy", "Trust", "Access", "Openness", "Time")
DOORS = ("room", "online", "")


def prepare(sizes: list[dict[str, int]]) -> list[str]:
    """Seal sessions with so many people, comments and notes; the ids of the jobs of their papers."""
    return [str(_sealed(**size).pk) for size in sizes]


def _sealed(people: int, comments: int, notes: int) -> Job:
    survey = ended(people, comments)
    _take_notes(survey, notes)
    actions.seal(survey, by=None)
    return Job.objects.get(subject=reference(ImpulsePaper.objects.get(workshop=survey.workshop)))


def _take_notes(survey: Survey, number: int) -> None:
    question = survey.workshop.policy_questions.first()
    kinds = Note.Kind.values
    Note.objects.bulk_create(
        Note(
            workshop=survey.workshop,
            kind=kinds[n % len(kinds)],
            text=f"{WORDS[n % len(WORDS)]} comes before {WORDS[n // 3 % len(WORDS)].lower()}, said {n}.",
            policy_question=question if n % 3 else None,
            door=DOORS[n % len(DOORS)],
        )
        for n in range(number)
    )


def compiled(jobs: list[str]) -> dict[str, float]:
    begun, computed = perf_counter(), process_time()
    for job in jobs:
        tasks.compile_impulse_paper(job)
    done = {"passed": perf_counter() - begun, "computed": process_time() - computed}
    if Job.objects.filter(pk__in=jobs, status=Job.Status.DONE).count() != len(jobs):
        sys.exit("A paper of the bench was not compiled.")
    return {**done, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def waited(size: dict[str, int]) -> float:
    """Seconds from the seal of a session to its draft, which a worker beside this process makes."""
    job, until = _sealed(**size), time.monotonic() + WAITS
    while job.status != Job.Status.DONE and time.monotonic() < until:
        time.sleep(0.05)
        job.refresh_from_db()
    sealed = Survey.objects.order_by("-sealed_at")[0].sealed_at
    if not (job.done_at and sealed):
        sys.exit(f"The worker of the bench left its job {job.status}.")
    return (job.done_at - sealed).total_seconds()


def main(work: str, given: Any) -> None:
    factories.serial = count(1 + 1000 * Survey.objects.count())  # beside what earlier calls made
    works: dict[str, Callable[[Any], Any]] = {
        "prepare": prepare,
        "compile": compiled,
        "wait": waited,
    }
    print(json.dumps(works[work](given)))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
