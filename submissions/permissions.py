from django.utils.translation import gettext as _

from forum.permissions import Anybody, is_secretariat
from submissions.models import AccessCode, Attachment, Call, Submission


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
    if is_past_call(submission, kind):
        if submission.is_returned:
            return _("The time to repair it is over, so it can no longer be changed.")
        return _("The call is closed, so it can no longer be changed.")
    return ""


def is_past_call(submission: Submission, kind: str) -> bool:
    """Whether its call is not open, and no access code reopens it."""
    call = Call.objects.filter(edition=submission.edition_id, kind=kind).first()
    return not (call and call.is_open()) and not AccessCode.objects.reopens(submission)


def may_be_reopened(submission: Submission, kind: str) -> bool:
    """Whether nothing but its call keeps it from being changed."""
    undecided = (submission.Status.DRAFT, submission.Status.SUBMITTED)
    return submission.status in undecided and is_past_call(submission, kind)


def may_be_withdrawn(submission: Submission) -> bool:
    """Submitted or accepted, and no decision waits to be released."""
    status = submission.Status
    return submission.shown_status == submission.status and submission.status in (
        status.SUBMITTED,
        status.ACCEPTED,
    )


def can_hand_over(user: Anybody, submission: Submission) -> bool:
    """Whoever submitted it, and the Secretariat, while it may still take place."""
    return not gone_because(submission) and (
        is_secretariat(user) or (user.is_authenticated and submission.created_by_id == user.pk)
    )


def gone_because(submission: Submission) -> str:
    """Why nobody can take the request over; empty while it may still take place."""
    if submission.shown_status == submission.Status.WITHDRAWN:
        return _("It was withdrawn.")
    if submission.shown_status == submission.Status.DECLINED:
        return _("It was declined.")
    return ""


def may_be_fetched(attachment: Attachment, submission: Submission, *, follows: bool) -> bool:
    """By who follows the request; by everybody, where both the request and the file are public."""
    return follows or (attachment.is_public and submission.is_public)


def can_decide(user: Anybody, submission: Submission) -> bool:
    """The Secretariat decides on submitted requests, and returns them for repair."""
    return submission.status == submission.Status.SUBMITTED and is_secretariat(user)


def can_release(user: Anybody, submission: Submission) -> bool:
    """The Secretariat makes decisions public, once; until then it can take them back."""
    return submission.awaits_release and is_secretariat(user)
