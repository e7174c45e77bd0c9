"""What the clock owes: lost jobs and mails are sent again, surveys that are due are sealed."""

from celery import Task

from forum import jobs
from forum.tasks import send_stale_mail
from outcomes.tasks import compile_impulse_paper
from surveys import periodic as surveys

TASKS: dict[str, Task] = {"paper": compile_impulse_paper}


def run() -> dict[str, int]:
    """Do once whatever is due; returns how many of each. Safe at any time and twice at once."""
    return {
        "surveys sealed": surveys.seal_due(),
        "jobs sent again": _send_overdue_jobs(),
        "mails sent again": send_stale_mail(),
    }


def _send_overdue_jobs() -> int:
    overdue = list(jobs.overdue().filter(kind__in=TASKS)[:100])
    for job in overdue:
        TASKS[job.kind].delay(str(job.pk))
    return len(overdue)
