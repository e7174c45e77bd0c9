from django.utils.translation import gettext as _

from forum.permissions import Anybody, is_secretariat
from submissions.models import Call, Submission


def takes_changes(submission: Submission, kind: str) -> bool:
    """Whether the request is undecided and its call is open."""
    return not closed_because(submission, kind)


def closed_because(submission: Submission, kind: str) -> str:
    """Why its submitter cannot change it, without giving away a decision that is not released."""
    status = submission.Status
    if submission.awaits_release:
        return _("It is with the Secretariat now and can no longer be changed here.")
    if submission.status == status.WITHDRAWN:
        return _("It was withdrawn.")
    if submission.status in (status.ACCEPTED, status.DECLINED):
        return _("The decision is made. Write to the Secretariat if something has to change.")
    if submission.takes_repairs:
        return ""
    call = Call.objects.filter(edition=submission.edition_id, kind=kind).first()
    if call is None or not call.is_open():
        if submission.is_returned:
            return _("The time to repair it is over, so it can no longer be changed.")
        return _("The call is closed, so it can no longer be changed.")
    return ""


def may_be_withdrawn(submission: Submission) -> bool:
    """Submitted or accepted, and no decision waits to be released."""
    status = submission.Status
    return submission.shown_status == submission.status and submission.status in (
        status.SUBMITTED,
        status.ACCEPTED,
    )


def can_decide(user: Anybody, submission: Submission) -> bool:
    """The Secretariat decides on submitted requests, and returns them for repair."""
    return submission.status == submission.Status.SUBMITTED and is_secretariat(user)


def can_release(user: Anybody, submission: Submission) -> bool:
    """The Secretariat makes decisions public, once; until then it can take them back."""
    return submission.awaits_release and is_secretariat(user)
