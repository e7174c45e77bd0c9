"""One-time codes of a survey: made at random, shown once, kept only as a keyed hash."""

import hmac
import secrets

from forum import codes
from forum.models import OutgoingMail
from forum.references import reference
from surveys.models import Survey

MAIL = "survey_code"
UNDER_WAY = [OutgoingMail.Status.QUEUED, OutgoingMail.Status.SENDING]
LENGTH = 15
GROUP = 5


def new() -> str:
    """A fresh code of 73 random bits."""
    return "".join(secrets.choice(codes.ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """The code as people read it: three groups of five."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def are_out(survey: Survey) -> bool:
    """Whether anybody has or had a code; one is made too while a mail that waits is being sent."""
    mails = OutgoingMail.objects.filter(kind=MAIL, about=reference(survey), status__in=UNDER_WAY)
    return survey.codes_given > 0 or mails.exists()


def digest(survey: Survey, typed: str) -> str:
    """What is stored of a code, however it was typed. The survey's secret has to exist."""
    message = f"entry code|{codes.normalize(typed)}"
    return hmac.digest(survey.secret.encode(), message.encode(), "sha256").hex()
