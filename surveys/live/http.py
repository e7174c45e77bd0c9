"""What the fast lane needs of HTTP: headers, cookies, the reader's language, replies."""

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from surveys import errors

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

SAFE: list[Header] = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
]
JSON: Header = (b"content-type", b"application/json")
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class Headers:
    """The request's headers by lower-case name; the last of a repeated one, empty when missing."""

    def __init__(self, headers: Iterable[Header]):
        self._found = dict(headers)

    def __getitem__(self, name: bytes) -> str:
        return self._found.get(name, b"").decode("latin-1")


def cookie(headers: Headers, name: str) -> str:
    """The value of one of our cookies, which are never quoted; empty when there is none."""
    for part in headers[b"cookie"].split(";"):
        found, _equals, value = part.strip().partition("=")
        if found == name:
            return value
    return ""


def language(headers: Headers, query: bytes) -> str:
    """As the portal chooses it: `?lang=`, cookie, browser."""
    asked = parse_qs(query.decode("latin-1")).get("lang", [""])[-1].lower()
    chosen = cookie(headers, settings.LANGUAGE_COOKIE_NAME)
    for code in (asked, chosen):
        if code in LANGUAGES:
            return code
    for code, _weight in parse_accept_lang_header(headers[b"accept-language"][:500]):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


async def body(receive: Receive, most: int) -> bytes:
    """The request's body. Raises TooLarge as soon as it is longer than allowed."""
    read = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise errors.Unreadable
        read += message.get("body", b"")
        if len(read) > most:
            raise errors.TooLarge
        if not message.get("more_body"):
            return read


async def reply(send: Send, status: int, content: bytes, *headers: Header) -> None:
    length = (b"content-length", b"%d" % len(content))
    await send(
        {"type": "http.response.start", "status": status, "headers": [*SAFE, *headers, length]}
    )
    await send({"type": "http.response.body", "body": content})


def as_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
