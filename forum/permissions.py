from forum.models import Edition, Role, User


def has_role(user, kind: str, edition: Edition | None = None) -> bool:
    """Whether the account holds the role, in the edition or, without one, in any."""
    if not user.is_authenticated or not user.is_active:
        return False
    roles = Role.objects.filter(user=user, kind=kind)
    return roles.filter(edition=edition).exists() if edition else roles.exists()


def is_secretariat(user, edition: Edition | None = None) -> bool:
    """The Secretariat is one office: whoever holds the role in any edition serves them all."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_is_secretariat"):
        user._is_secretariat = has_role(user, Role.Kind.SECRETARIAT)
    return user._is_secretariat


def is_mag(user: User, edition: Edition | None = None) -> bool:
    """A member of the Multistakeholder Advisory Group of the edition (or of any)."""
    return has_role(user, Role.Kind.MAG, edition)
