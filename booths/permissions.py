from booths.models import Booth
from forum.models import User
from forum.permissions import is_secretariat
from submissions.models import Call
from submissions.permissions import may_be_withdrawn, takes_changes


def can_follow(user: User, booth: Booth) -> bool:
    """Its exhibitor and the Secretariat see its private page."""
    return is_secretariat(user) or is_exhibitor(user, booth)


def is_exhibitor(user: User, booth: Booth) -> bool:
    return user.is_authenticated and booth.created_by_id == user.pk


def can_edit(user: User, booth: Booth) -> bool:
    """Its exhibitor, until the call closes or a decision is made."""
    return is_exhibitor(user, booth) and takes_changes(booth, Call.Kind.BOOTH)


def can_withdraw(user: User, booth: Booth) -> bool:
    """Its exhibitor, once it is submitted."""
    return is_exhibitor(user, booth) and may_be_withdrawn(booth)


def can_decide(user: User, booth: Booth) -> bool:
    """The Secretariat decides on submitted requests."""
    return booth.status == Booth.Status.SUBMITTED and is_secretariat(user)


def can_release(user: User, booth: Booth) -> bool:
    """The Secretariat makes decisions public, once."""
    return booth.awaits_release and is_secretariat(user)
