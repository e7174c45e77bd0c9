"""The seal: fix the record and cut every link between answers and phones."""

from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from forum import audit
from forum.models import User
from surveys import news, panel, record
from surveys.actions.conduct import locked
from surveys.actions.ideas import cut_idea_links
from surveys.models import Attendee, Ballot, EntryCode, Record, Survey

after_seal: list[Callable[[Survey], object]] = []
"""What other apps do with a sealed survey; called inside the sealing transaction."""


@transaction.atomic
def seal(survey: Survey, *, by: User | None) -> Record:
    """Build the record from the linked answers, then destroy the links. Cannot be undone.

    All or nothing: killed at any point, the survey is still ended and can be sealed again.
    A second seal is refused.
    """
    locked(survey)
    now = timezone.now()
    survey.move_to(Survey.Status.SEALED, secret="", sealed_at=now)
    files = record.build(panel.linked(survey))
    fixed = Record.objects.create(
        survey=survey,
        ballots=files["ballots.csv"].decode(),
        pairs=files["pairs.csv"].decode(),
        groups=files["groups.csv"].decode(),
        rules=files["rules.json"].decode(),
        sha256=record.record_hash(files),
        sealed_at=now,
    )
    _cut_links(survey)
    cut_idea_links(survey)
    audit.record(by, "sealed", survey)
    news.after_commit(survey.pk)
    for follow_up in after_seal:
        follow_up(survey)
    transaction.on_commit(_forget_pages, robust=True)
    return fixed


def _cut_links(survey: Survey) -> None:
    """New rows in the order of the receipts: nothing tells any more which answers belong together."""
    old = Ballot.objects.filter(asking__wave__survey=survey)
    fresh = [
        Ballot(asking_id=row.asking_id, answer=row.answer, nonce=row.nonce, receipt=row.receipt)
        for row in old.order_by("receipt").iterator()
    ]
    old.delete()
    Ballot.objects.bulk_create(fresh, batch_size=500)
    Attendee.objects.filter(survey=survey).delete()
    EntryCode.objects.filter(survey=survey).delete()


def _forget_pages() -> None:
    """SQLite: move the log into the file, where deleted content was overwritten, and empty it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
