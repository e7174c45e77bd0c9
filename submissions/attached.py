"""The files that stand on a public page."""

from forum.references import reference
from submissions.models import Attachment, Submission


def public_files(submission: Submission) -> list[Attachment]:
    """Those marked as public, in the order in which they came; at most as many as can be sent."""
    marked = Attachment.objects.filter(about=reference(submission), is_public=True)
    return list(marked[: submission.edition.limit("attachments")])
