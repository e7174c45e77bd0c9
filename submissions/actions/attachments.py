"""Files of a request: taken, given away, and swept up when no row names them."""

import hashlib
import time

from django.db import transaction
from django.utils.translation import ngettext

from forum import audit
from forum.errors import RuleError
from forum.models import User
from forum.references import reference
from submissions import uploads
from submissions.models import Attachment, Submission
from submissions.uploads import Sent

FOLDER = "attachments"
DAY_SECONDS = 24 * 3600


@transaction.atomic
def attach(
    submission: Submission, sent: Sent, *, title: str, kind: str, is_public: bool, by: User
) -> Attachment:
    """Keep a PDF as it is or a picture drawn anew; the limits are those of the edition.

    Raises RuleError with what is wrong; nothing is kept then.
    """
    try:
        accepted = uploads.attachment(sent, most=submission.edition.limit("attachment_bytes"))
    except RuleError as error:
        raise RuleError(error.message, on=submission, field="file") from error
    _require_room(submission)
    row = Attachment.objects.create(
        about=reference(submission),
        title=title,
        kind=kind,
        name=uploads.keep(accepted, FOLDER),
        size=len(accepted.content),
        sha256=hashlib.sha256(accepted.content).hexdigest(),
        is_public=is_public,
        uploaded_by=by,
    )
    audit.record(by, "attached a file", submission, details={"sha256": row.sha256})
    return row


@transaction.atomic
def remove(attachment: Attachment, submission: Submission, *, by: User) -> None:
    """Delete a file for good."""
    uploads.discard_later(FOLDER, attachment.name)
    audit.record(by, "deleted a file", submission, details={"sha256": attachment.sha256})
    attachment.delete()


def sweep() -> int:
    """Delete files that no row names, a day after they came; returns how many."""
    old = uploads.stored_before(FOLDER, time.time() - DAY_SECONDS)
    named = set(Attachment.objects.filter(name__in=old).values_list("name", flat=True))
    orphans = [name for name in old if name not in named]
    for name in orphans:
        uploads.discard_later(FOLDER, name)
    return len(orphans)


def _require_room(submission: Submission) -> None:
    """Two files sent at once are counted one after the other."""
    type(submission)._base_manager.select_for_update().get(pk=submission.pk)
    most = submission.edition.limit("attachments")
    if Attachment.objects.filter(about=reference(submission)).count() >= most:
        text = ngettext(
            "At most %(most)d file is possible. Delete one first.",
            "At most %(most)d files are possible. Delete one first.",
            most,
        )
        raise RuleError(text % {"most": most}, on=submission)
