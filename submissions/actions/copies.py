"""Beginning a request from an earlier one of the same account."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit
from forum.models import Edition, User
from forum.references import reference
from submissions import copies, requests
from submissions.forms import RequestForms
from submissions.models import Attachment, Copy, Submission


@transaction.atomic
def begin_from(
    source: Submission, *, kind: type[RequestForms], edition: Edition, by: User
) -> Submission:
    """A new draft in the edition that says what the source says; nobody is invited by it.

    What does not fit, and the files, which are not copied, are noted beside the draft.
    """
    found = copies.fitted(kind, kind.stored(source), source.edition, edition)
    files = Attachment.objects.filter(about=reference(source)).values_list("title", flat=True)
    left_out = [*found.left_out, *((_("File"), title) for title in files)]
    copy = requests.begin(type(source)(edition=edition), found.draft, by=by)
    Copy.objects.create(
        about=reference(copy),
        source=reference(source),
        title=str(source)[:255],
        left_out=[list(pair) for pair in left_out],
    )
    audit.record(by, "copied", copy, details={"from": reference(source)})
    return copy


def mark_read(submission: Submission) -> None:
    """The note about what was not copied is no longer needed."""
    Copy.objects.filter(about=reference(submission), read_at=None).update(read_at=timezone.now())
