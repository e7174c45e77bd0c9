"""A submitted request goes back to its submitter until a date, also after its call has closed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions.models import Submission

MAIL = "repair"


@transaction.atomic
def send_back(
    request: Submission, *, note: str, until: datetime, to: Iterable[str], page: str, by: User
) -> None:
    """Let a submitted request be changed until a moment, and write what to repair to the addresses.

    Sending it back again sets another date and note.
    """
    if until <= timezone.now():
        raise RuleError(_("Choose a day that is not over."), on=request, field="until")
    fields = {"repair_note": note, "repair_until": until, "repaired_at": None}
    _change(request, **fields)
    audit.record(by, "returned for repair", request, details={"until": until.isoformat()})
    outbox.add(MAIL, request, to=to, page=page)


@transaction.atomic
def finish(request: Submission, *, by: User) -> None:
    """Clear the mark of a returned request that was submitted again; the note stays."""
    if request.is_returned:
        _change(request, repair_until=None, repaired_at=timezone.now())
        audit.record(by, "repaired", request)


def _change(request: Submission, **fields) -> None:
    rows = type(request)._base_manager.filter(pk=request.pk, status=request.Status.SUBMITTED)
    changed = rows.update(**fields)
    request.refresh_from_db()
    if not changed:
        raise RuleError(_("Only a request that waits for a decision can be returned."), on=request)
