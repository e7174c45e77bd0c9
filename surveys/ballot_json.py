"""The JSON ballot on the wire: what is read from a request, what a refusal says."""

import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from surveys import errors, receipts

LARGEST = 4096
CONTENT_TYPE = "application/json"
FIELDS = {"question", "answer", "nonce"}


def _no_number(name: str) -> None:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_constant=_no_number)


class Read(NamedTuple):
    """A ballot in the shape of the contract; whether the answer is possible is not checked here."""

    question: str
    answer: Any
    nonce: str


def read(body: bytes) -> Read:
    """The ballot in the body of a request. Raises TooLarge, Unreadable or Invalid."""
    if len(body) > LARGEST:
        raise errors.TooLarge
    try:
        found = DECODER.decode(body.decode())
    except (ValueError, RecursionError):
        raise errors.Unreadable(_("The ballot is not JSON.")) from None
    if not isinstance(found, dict) or set(found) != FIELDS:
        raise errors.Unreadable(_("A ballot has exactly the fields question, answer and nonce."))
    if not isinstance(found["question"], str):
        raise errors.Invalid(_("This question does not exist."))
    if not receipts.is_nonce(found["nonce"]):
        raise errors.Invalid(_("The nonce must be 32 lower-case hexadecimal characters."))
    return Read(**found)


def require_json(content_type: str, length: str) -> None:
    """Refuse from the headers what need not be read. Raises Unreadable or TooLarge."""
    if content_type.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise errors.Unreadable(_("A ballot is sent as application/json."))
    if length.isdecimal() and (len(length) > 9 or int(length) > LARGEST):
        raise errors.TooLarge


def is_own_page(origin: str, fetch_site: str, host: str) -> bool:
    """Whether the browser says that the request comes from one of our pages.

    Scripts that send neither header have no cookies to abuse.
    """
    if origin and urlsplit(origin).hostname != urlsplit(f"//{host}").hostname:
        return False
    return fetch_site in {"", "none", "same-origin"}


def refusal(error: errors.IntakeError) -> dict[str, str]:
    """The body of a refusal, in the active language."""
    return {"error": error.word, "detail": error.detail}
