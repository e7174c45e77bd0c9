"""The seal: fix the record and cut every link between answers and phones."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from forum import audit
from forum.models import User
from surveys import news, panel, record
from surveys.actions.conduct import locked
from surveys.actions.ideas import cut_idea_links
from surveys.models import Asking, Attendee, Ballot, EntryCode, Record, Survey

AT_ONCE = 500
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
    audit.record(by, "sealed", survey, details={"sha256": fixed.sha256})
    news.after_commit(survey.pk)
    for follow_up in after_seal:
        follow_up(survey)
    transaction.on_commit(_forget_pages, robust=True)
    return fixed


def _cut_links(survey: Survey) -> None:
    """New rows in the order of the receipts: nothing tells any more which answers belong together."""
    askings = Asking.objects.filter(wave__survey=survey).values_list("pk", flat=True)
    old = Ballot.objects.filter(asking__in=list(askings))
    rows = _stored(old)
    old.delete()
    for start in range(0, len(rows), AT_ONCE):
        _insert(rows[start : start + AT_ONCE])
    Attendee.objects.filter(survey=survey).delete()
    EntryCode.objects.filter(survey=survey).delete()


def _stored(ballots: QuerySet[Ballot]) -> list[tuple]:
    """Question, answer, nonce and receipt as the database writes them, in the order of the receipts.

    Without model instances, like the writing below: they took more than half of a large seal.
    """
    kept = ballots.annotate(text=Cast("answer", TextField())).order_by("receipt")
    return list(kept.values_list("asking_id", "text", "nonce", "receipt"))


def _insert(rows: list[tuple]) -> None:
    place = "(%s, %s, NULL, %s, %s, %s)"
    sql = (
        "INSERT INTO surveys_ballot (id, asking_id, voter_key, answer, nonce, receipt)"  # noqa: S608
        f" VALUES {', '.join([place] * len(rows))}"
    )
    key = Ballot._meta.pk
    parameters: list[Any] = []
    for asking, *rest in rows:
        parameters += (key.get_db_prep_value(one, connection) for one in (uuid4(), asking))
        parameters += rest
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _forget_pages() -> None:
    """SQLite: move the log into the file, where deleted content was overwritten, and empty it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
