"""The append-only log: who did what to which row, each line chained to the one before."""

import hashlib
import json
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
    last = AuditEntry.objects.order_by("-id").first()
    entry = AuditEntry(
        at=timezone.now(),
        who=by,
        role=role,
        verb=verb,
        object=reference(thing),
        label=str(thing)[:255],
        details=details or {},
        previous=last.hash if last else "",
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
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
