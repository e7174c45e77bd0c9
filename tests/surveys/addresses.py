"""Every address of the portal with the parameters of one session filled in, and what it answers."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product, zip_longest
from typing import Any

import pypdf
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
CLOCK = re.compile(r"\b\d\d:\d\d(?::\d\d)?\b")
TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|ticket|uuid)" value=")[^"]+')
RECEIPT = re.compile(r'(data-receipt="[0-9a-f-]{36}">)[a-z2-7 ]{19}')
VARIANTS = "?lang=ar&at=online&again=1&change=1"
NEVER_THE_SAME = {"content-security-policy", "set-cookie", "date", "expires", "last-modified"}


@dataclass(frozen=True)
class Address:
    """One pattern: the names down to it, and its route."""

    name: str
    route: str

    @property
    def parameters(self) -> list[str]:
        """Each as `converter:name`."""
        return [f"{kind or 'str'}:{name}" for kind, name in PARAMETER.findall(self.route)]

    def filled(self, values: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """The paths with every value known for its parameters; none where one is unknown."""
        for chosen in product(*(values.get(name, ()) for name in self.parameters)):
            parts = iter(chosen)
            yield "/" + PARAMETER.sub(lambda _match, parts=parts: str(next(parts)), self.route)


def every_address() -> list[Address]:
    """All patterns of the portal but regular expressions with parts to fill in."""
    return list(_below(get_resolver().url_patterns, "", ""))


def _below(patterns: list, route: str, name: str) -> Iterator[Address]:
    for entry in patterns:
        own = _route(entry.pattern)
        if own is None:
            continue
        if isinstance(entry, URLResolver):
            space = f"{name}{entry.namespace}:" if entry.namespace else name
            yield from _below(entry.url_patterns, route + own, space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{name}{entry.name}", route + own)


def _route(pattern: Any) -> str | None:
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    plain = str(pattern).lstrip("^").rstrip("$")
    return plain if re.fullmatch(r"[\w/.-]*", plain) else None


@lru_cache(maxsize=100)
def readable(body: bytes) -> str:
    """The words of a page, a PDF, or of everything packed in a spreadsheet or a bundle."""
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(f"{n}: {readable(archive.read(n))}" for n in archive.namelist())
    return body.decode(errors="replace")


def lasting(text: str) -> str:
    """The text without what differs from one reading to the next: times, tokens, own receipts."""
    for found, instead in ((TOKEN, r"\1token"), (RECEIPT, r"\1receipt"), (MOMENT, "moment")):
        text = found.sub(instead, text)
    return CLOCK.sub("clock", text)


def answered(code: int, headers: Mapping[str, str], body: bytes) -> str:
    """A whole response as comparable text."""
    lines = [f"{k}: {v}" for k, v in sorted(headers.items()) if k.lower() not in NEVER_THE_SAME]
    return lasting("\n".join([str(code), *lines, readable(body)]))


def changed(first: dict[str, str], second: dict[str, str]) -> dict[str, list[str]]:
    """Where two readings differ, with the lines that do."""
    pairs = {
        place: zip_longest(text.splitlines(), second[place].splitlines())
        for place, text in first.items()
        if text != second[place]
    }
    return {place: [f"{a} -> {b}" for a, b in lines if a != b] for place, lines in pairs.items()}
