"""Session codes: short, typed from a screen, so letter O and zero are the same."""

import secrets

from forum.characters import without

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"
LENGTH = 7
SECRET_LENGTH = 20


def normalize(code: str) -> str:
    """The stored form of what somebody typed: upper case, no spaces, zero read as the letter O."""
    return without("".join(code.split())).upper().replace("0", "O").replace("-", "")


def new_code() -> str:
    """A random code; letters and digits that look alike on a projector are left out."""
    return normalize("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def new_secret() -> str:
    """A code nobody can guess: 98 bits, in the same letters."""
    return normalize("".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH)))
