"""Applying an import: all of it or nothing, as it was shown."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from submissions import drafts, numbering, requests
from submissions.actions import versions
from submissions.models import Submission
from submissions.transfer.plan import CHANGED, NEW, Entry, Plan

Write = Callable[..., None]


class Different(RuleError):
    """Something changed since the dry run was shown; nothing was written."""


@transaction.atomic
def bring_in(plan: Plan, *, shown: str, file_hash: str, write: Write, by: User) -> None:
    """Store the new and the changed requests of a plan whose digest is the one that was shown.

    `write(request, content, by=, invite=)` stores the content of one request.
    """
    if not plan.is_applicable or plan.digest != shown:
        raise Different(_("Something changed since this was shown. Read it again, then confirm."))
    for entry in plan.having(NEW):
        _add(plan, entry, write, by)
    for entry in plan.having(CHANGED):
        if entry.request:
            _change(entry.request, plan, entry, write, by)
    details: dict[str, Any] = {
        "kind": plan.transfer.kind,
        "file": file_hash,
        "options": vars(plan.options),
        **{state: len(plan.having(state)) for state in (NEW, CHANGED)},
    }
    audit.record(by, "imported requests", plan.edition, details=details)


def _add(plan: Plan, entry: Entry, write: Write, by: User) -> None:
    request = plan.transfer.model(
        edition=plan.edition, uuid=entry.uuid, created_by=entry.account or by
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise Different(
            _("Something changed since this was shown. Send the file again.")
        ) from error
    write(request, entry.content, by=by, invite=plan.options.invite)
    if entry.number is not None:
        numbering.reserve(request, entry.number, by=by)
    requests.claim_for_submission(request, request.revision, by=by)
    numbering.ensure(request, by=by)
    versions.keep(request, plan.transfer.forms.written(request), by=by)
    audit.record(by, "submitted by import", request)


def _change(request: Submission, plan: Plan, entry: Entry, write: Write, by: User) -> None:
    versions.keep_earlier(request, plan.transfer.forms.written)
    drafts.claim(request, request.revision)
    write(request, entry.content, by=by, invite=plan.options.invite)
    versions.keep(request, plan.transfer.forms.written(request), by=by)
    audit.record(by, "changed by import", request)
