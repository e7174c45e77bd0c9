from django.contrib.auth.models import AnonymousUser

from forum.models import Edition, Role, User

Anybody = User | AnonymousUser


def has_role(user: Anybody, kind: str, edition: Edition | None = None) -> bool:
    """Whether the account holds the role, in the edition or, without one, in any."""
    if not user.is_authenticated or not user.is_active:
        return False
    roles = Role.objects.filter(user=user, kind=kind)
    return roles.filter(edition=edition).exists() if edition else roles.exists()


def is_secretariat(user: Anybody) -> bool:
    """The Secretariat is one office: whoever holds the role in any edition serves them all."""
    known = getattr(user, "_is_secretariat", None)
    if known is None:
        known = has_role(user, Role.Kind.SECRETARIAT)
        user._is_secretariat = known  # type: ignore[union-attr]
    return known


def is_mag(user: Anybody, edition: Edition | None = None) -> bool:
    """A member of the Multistakeholder Advisory Group of the edition (or of any)."""
    return has_role(user, Role.Kind.MAG, edition)
