"""The switch of the Secretariat that stops all compiling: whether it is thrown, and what waits."""

from django.db import connection
from django.db.models import QuerySet

from forum.models import Job
from outcomes.models import CompilingSwitch

COMPILE = "paper"
LOCK = 7_033_002


def stopped() -> CompilingSwitch | None:
    """The throw that stops all compiling now; None while papers are compiled."""
    newest = CompilingSwitch.objects.select_related("by").first()
    return newest if newest and newest.is_stopped else None


def waiting() -> QuerySet[Job]:
    """Papers in the queue; a stop keeps them there."""
    return Job.objects.filter(kind=COMPILE, status=Job.Status.QUEUED)


def lets_through() -> bool:
    """Whether a paper may be written. Until this transaction ends, a stop waits for it."""
    _lock("pg_advisory_xact_lock_shared")
    return stopped() is None


def lock() -> None:
    """Be the only one who throws the switch, after all papers that are just being written.

    SQLite transactions are IMMEDIATE and need nothing.
    """
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [LOCK])
