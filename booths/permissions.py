from django.utils.translation import gettext as _

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


def can_partner(user: User, booth: Booth) -> bool:
    """Its exhibitor may ask another booth, or answer one, while it is alone on its place."""
    return is_exhibitor(user, booth) and not why_alone(booth)


def why_not_partner(asker: Booth, asked: Booth) -> str:
    """Why these two cannot share one place; empty when they can."""
    if asker.pk == asked.pk or asker.edition_id != asked.edition_id:
        return _("Choose another booth of the same edition.")
    return why_alone(asker) or why_alone(asked)


def why_alone(booth: Booth) -> str:
    """Why this booth cannot share a place with anybody; empty when it can."""
    status = Booth.Status
    if not booth.is_onsite:
        return _("Only onsite booths share a place.")
    if booth.status not in (status.SUBMITTED, status.ACCEPTED):
        return _("Only submitted or accepted booths share a place.")
    if booth.host_id or Booth.objects.filter(host=booth).exists():
        return _("A place is shared by two, and one of these booths shares already.")
    return ""
