from forum.models import User
from forum.permissions import is_secretariat
from submissions.models import Call
from submissions.permissions import may_be_withdrawn, takes_changes
from workshops import fitting
from workshops.models import Contributor, Workshop


def can_follow(user: User, workshop: Workshop) -> bool:
    """Its organizers and the people named in it see its private page; so does the Secretariat."""
    return is_secretariat(user) or workshop.has_role(user, *Contributor.Role.values)


def can_edit(user: User, workshop: Workshop) -> bool:
    """Its organizers and co-organizers, until the call closes or a decision is made."""
    return workshop.has_role(user, *Contributor.ORGANIZERS) and takes_changes(
        workshop, Call.Kind.SESSION
    )


def can_withdraw(user: User, workshop: Workshop) -> bool:
    """Its organizers, once it is submitted; co-organizers share every right but this one."""
    return workshop.has_role(user, Contributor.Role.ORGANIZER) and may_be_withdrawn(workshop)


def can_read_addresses(user: User, workshop: Workshop) -> bool:
    """E-mail addresses of the people named: its organizers and the Secretariat."""
    return is_secretariat(user) or workshop.has_role(user, *Contributor.ORGANIZERS)


def can_see_versions(user: User, workshop: Workshop) -> bool:
    """Its organizers and the Secretariat read what was submitted when."""
    return is_secretariat(user) or workshop.has_role(user, *Contributor.ORGANIZERS)


def can_remind(user: User, workshop: Workshop) -> bool:
    """Its organizers, while it may still take place."""
    over = (Workshop.Status.WITHDRAWN, Workshop.Status.DECLINED)
    return workshop.shown_status not in over and workshop.has_role(user, *Contributor.ORGANIZERS)


def can_convert(user: User, workshop: Workshop) -> bool:
    """The Secretariat gives a session another type, until it begins."""
    return is_secretariat(user) and not fitting.why_not_converted(workshop)


def can_schedule(user: User, workshop: Workshop) -> bool:
    """The Secretariat gives accepted sessions their room and time, released or not."""
    return workshop.status == Workshop.Status.ACCEPTED and is_secretariat(user)
