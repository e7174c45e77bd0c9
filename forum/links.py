"""Personal links in mails: a random token in the mail, its hash in the database."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

SALT = "forum.links"


def new() -> tuple[str, str]:
    """A token nobody can guess (192 bits), and what is stored of it."""
    token = secrets.token_urlsafe(24)
    return token, digest(token)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def address_key(address: str) -> str:
    """A keyed hash by which the same address is known again without being kept."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()
