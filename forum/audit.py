"""The append-only log: who did what to which row, each line chained to the one before."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from forum.models import AuditEntry, User
from forum.references import reference

CHAIN_LOCK = 7_033_001


@transaction.atomic
def record(
    by: User | None,
    verb: str,
    thing: models.Model,
    role: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one line; `by=None` means the clock. Call it inside the action's transaction."""
    lock_chain()
    entry = _entry(by, verb, thing, _last_hash(), role, details)
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def record_all(by: User | None, verb: str, things: Iterable[models.Model]) -> None:
    """Append one line for each of many rows, with as many queries as for one."""
    lock_chain()
    previous, entries = _last_hash(), []
    for thing in things:
        entries.append(_entry(by, verb, thing, previous))
        previous = entries[-1].hash
    AuditEntry.objects.bulk_create(entries)


def _last_hash() -> str:
    last = AuditEntry.objects.order_by("-id").first()
    return last.hash if last else ""


def _entry(
    by: User | None,
    verb: str,
    thing: models.Model,
    previous: str,
    role: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    entry = AuditEntry(
        at=timezone.now(),
        who=by,
        role=role,
        verb=verb,
        object=reference(thing),
        label=str(thing)[:255],
        details=details or {},
        previous=previous,
    )
    entry.hash = entry_hash(entry)
    return entry


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the line's fields and the hash of the line before."""
    fields = [entry.at.isoformat(), entry.who_id, entry.role, entry.verb]
    fields += [entry.object, entry.label, entry.previous]
    if entry.details:
        fields.append(json.dumps(entry.details, sort_keys=True))
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def first_broken_entry() -> AuditEntry | None:
    """The earliest line whose hash or link does not fit; None when the whole log is intact."""
    previous = ""
    for entry in AuditEntry.objects.order_by("id").iterator():
        if entry.previous != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None


def lock_chain() -> None:
    """Be the only one who writes to the log until the transaction ends.

    SQLite transactions are IMMEDIATE and need nothing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
