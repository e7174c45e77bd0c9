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
