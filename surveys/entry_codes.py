"""One-time codes of a survey: made at random, shown once, kept only as a keyed hash."""

import hmac
import secrets

from forum import codes
from surveys.models import Survey

LENGTH = 15
GROUP = 5


def new() -> str:
    """A fresh code of 73 random bits."""
    return "".join(secrets.choice(codes.ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """The code as people read it: three groups of five."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def digest(survey: Survey, typed: str) -> str:
    """What is stored of a code, however it was typed. The survey's secret has to exist."""
    message = f"entry code|{codes.normalize(typed)}"
    return hmac.digest(survey.secret.encode(), message.encode(), "sha256").hex()
