"""What an attendee's phone carries, and the key made from it while the survey's secret exists.

The cookie says `<token>.<expiry>.<signature>`: 128 random bits, the second in hexadecimal after
which it is worth nothing, and an HMAC over both and the survey. So a server knows without a query
that somebody joined this survey here.
"""

import hashlib
import hmac
import re
import secrets
import time
from functools import cache
from uuid import UUID

from django.conf import settings

from surveys.models import Survey

TOKEN_BYTES = 16
BLOCK = 64
HOURS = 12
REMEMBERED = 20_000
COOKIE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{8})\.([0-9a-f]{32})")


def new_token() -> str:
    """128 random bits."""
    return secrets.token_hex(TOKEN_BYTES)


def signed(token: str, survey: UUID) -> str:
    """The cookie of somebody who joined the survey now."""
    expiry = f"{int(time.time()) + HOURS * 3600:08x}"
    return f"{token}.{expiry}.{_signature(token, expiry, survey)}"


def read(cookie: str, survey: UUID) -> str:
    """The token of a cookie made for this survey and not expired; empty for anything else."""
    found = COOKIE.fullmatch(cookie)
    if not found:
        return ""
    token, expiry, signature = found.groups()
    genuine = hmac.compare_digest(signature, _signature(token, expiry, survey))
    return token if genuine and int(expiry, 16) > time.time() else ""


def voter_key(survey: Survey, token: str) -> str:
    """HMAC-SHA256(survey secret, token): one key per person and survey, nothing in any other.

    Raises ValueError after the seal, when the secret is gone.
    """
    if not survey.secret:
        raise ValueError("the survey is sealed, its secret is destroyed")
    return Keyed(survey.secret.encode()).hexdigest(token)


def cookie_name(survey: UUID) -> str:
    return f"igf_att_{survey.hex[:12]}"


def _signature(token: str, expiry: str, survey: UUID) -> str:
    return _signer(settings.SECRET_KEY).hexdigest(f"{token}|{expiry}|{survey.hex}")[:32]


@cache
def _signer(secret: str) -> "Keyed":
    return Keyed(hashlib.sha256(b"igf attendee cookie|" + secret.encode()).digest())


class Voters:
    """The people of one survey while it has its secret: the voter key that a cookie stands for.

    It remembers whom it has seen, so that a second answer of somebody costs a look into a table.
    All of that ends with the object. Two are equal where survey and secret are.
    """

    def __init__(self, survey: UUID, secret: str):
        self.cookie = cookie_name(survey)
        self._survey, self._secret = survey, secret
        self._keyed = Keyed(secret.encode())
        self._known: dict[str, tuple[str, int]] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Voters):
            return NotImplemented
        return (self._survey, self._secret) == (other._survey, other._secret)

    __hash__ = None  # type: ignore[assignment]

    def key(self, cookie: str) -> str:
        """The voter key of whoever holds this cookie; empty for one that is not valid."""
        key, expiry = self._known.get(cookie, ("", 0))
        if expiry > time.time():
            return key
        token = read(cookie, self._survey)
        if not token:
            return ""
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        key = self._keyed.hexdigest(token)
        self._known[cookie] = key, int(cookie.split(".")[1], 16)
        return key


class Keyed:
    """HMAC-SHA256 (RFC 2104) with one key, for short messages.

    The one of OpenSSL lets other threads run at every call and waits for its turn again: in a
    full room that wait was most of what an answer took.
    """

    def __init__(self, key: bytes):
        block = (key if len(key) <= BLOCK else hashlib.sha256(key).digest()).ljust(BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def hexdigest(self, message: str) -> str:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message.encode())
        outer.update(inner.digest())
        return outer.hexdigest()
