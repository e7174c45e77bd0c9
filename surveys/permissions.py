from django.db.models import Q, QuerySet

from forum.models import User
from forum.permissions import is_secretariat
from workshops.models import Contributor, Workshop


def can_moderate(user: User, workshop: Workshop) -> bool:
    """Run the survey and see results before they are shown: the session's moderators, the Secretariat."""
    return is_secretariat(user) or workshop.has_role(user, *Contributor.MODERATORS)


def can_hand_out_codes(user: User) -> bool:
    """Say whether people need a one-time code, and make the codes: the Secretariat."""
    return is_secretariat(user)


def can_design(user: User, workshop: Workshop) -> bool:
    """Write the questions: also the session's organizers, who see no answers."""
    return can_moderate(user, workshop) or workshop.has_role(user, *Contributor.ORGANIZERS)


def designed_by(user: User) -> QuerySet[Workshop]:
    """The sessions whose survey this account may design, in one query."""
    sessions = Workshop.objects.visible_to(user)
    if is_secretariat(user):
        return sessions
    roles = [*Contributor.MODERATORS, *Contributor.ORGANIZERS]
    own = Contributor.objects.filter(person__user=user, role__in=roles)
    own = own.exclude(answer=Contributor.Answer.DECLINED)
    return sessions.filter(Q(created_by=user) | Q(pk__in=own.values("workshop")))
