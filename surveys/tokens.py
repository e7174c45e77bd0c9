"""What an attendee's phone carries, and the key made from it while the survey's secret exists."""

import hashlib
import hmac
import re
import secrets

from surveys.models import Survey

TOKEN_BYTES = 16
HOURS = 12
PATTERN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """128 random bits."""
    return secrets.token_hex(TOKEN_BYTES)


def is_token(value: object) -> bool:
    return isinstance(value, str) and PATTERN.fullmatch(value) is not None


def voter_key(survey: Survey, token: str) -> str:
    """HMAC-SHA256(survey secret, token): one key per person and survey, nothing in any other.

    Raises ValueError after the seal, when the secret is gone.
    """
    if not survey.secret:
        raise ValueError("the survey is sealed, its secret is destroyed")
    return hmac.new(survey.secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def cookie_name(survey: Survey) -> str:
    return f"igf_att_{survey.uuid.hex[:12]}"
