"""What the files of a request mean for its public page and for the rules."""

from forum.references import reference
from submissions.models import Attachment, Submission


def public_files(submission: Submission) -> list[Attachment]:
    """Those marked as public, in the order in which they came; at most as many as can be sent."""
    marked = Attachment.objects.filter(about=reference(submission), is_public=True)
    return list(marked[: submission.edition.limit("attachments")])


def has_background_paper(submission: Submission) -> bool:
    """Whether one of the files is the background paper; never for a request not stored yet."""
    papers = Attachment.objects.filter(kind=Attachment.Kind.BACKGROUND)
    return submission.pk is not None and papers.filter(about=reference(submission)).exists()
