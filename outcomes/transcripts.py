"""Transcripts as people send them, read into numbered passages: plain text, WebVTT, SubRip.

What a file is, its bytes say and not its name. Passages hold the words as they will be quoted:
one line, without markup, the label of the speaker apart.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from forum import characters
from forum.errors import RuleError

LARGEST = 2_000_000
PASSAGES_LIMIT = 20_000
PASSAGE_CHARS = 1000
LABEL_CHARS = 80
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
CUE = re.compile(rf"\s*{TIME}\s+-->\s+{TIME}(?:\s.*)?")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,40}\}")
SIGN = re.compile(r">>+\s*")
LABEL = re.compile(rf"([^:!?“”\"]{{1,{LABEL_CHARS}}}):\s+(?=\S)")
LABEL_WORDS = 6
PARTICLES = {
    "al",
    "bin",
    "da",
    "de",
    "del",
    "der",
    "di",
    "dos",
    "du",
    "el",
    "la",
    "of",
    "van",
    "von",
}


class Piece(NamedTuple):
    """A passage before it has a number."""

    text: str
    starts_ms: int | None = None
    speaker: str = ""


class Reading(NamedTuple):
    """A transcript as it was understood; `removed` is the number of invisible characters left out."""

    format: str
    pieces: list[Piece]
    removed: int


def read(data: bytes) -> Reading:
    """The passages of a file; raises RuleError with what is wrong and what helps."""
    if len(data) > LARGEST:
        raise RuleError(too_large())
    return read_text(_decoded(data))


def too_large() -> str:
    """What is said about a text or file over the limit."""
    words = _("A transcript may have %(mb)s MB at most. Send the text without sound and pictures.")
    return words % {"mb": LARGEST // 1_000_000}


def read_text(typed: str) -> Reading:
    """The passages of a text; raises RuleError with what is wrong and what helps."""
    if NOT_TEXT.search(typed):
        raise RuleError(_("This is no text. Send a transcript as TXT, VTT or SRT."))
    plain = BREAKS.sub("\n", typed.removeprefix("\ufeff"))
    text = characters.without(plain)
    kind, pieces = _sniffed(text.split("\n"))
    found: list[Piece] = []
    for piece in pieces:
        found += _short(piece)
        if len(found) > PASSAGES_LIMIT:
            limit = {"number": PASSAGES_LIMIT}
            raise RuleError(_("A transcript may have %(number)s passages at most.") % limit)
    if not found:
        raise RuleError(_("There are no words in this transcript."))
    return Reading(kind, found, len(plain) - len(text))


def fingerprint(pieces: Iterable[Piece]) -> str:
    """SHA-256 of the passages in their order, with times and labels."""
    body = json.dumps([list(piece) for piece in pieces], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where in a passage these words stand exactly as they are, spaces apart; None if nowhere."""
    start = text.find(words) if words else -1
    return None if start < 0 else (start, start + len(words))


def one_line(text: str) -> str:
    """Words with single spaces, as passages have them."""
    return " ".join(text.split())


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RuleError(
            _(
                "This file is no text in UTF-8 or UTF-16. Save it as text in UTF-8 and send it again."
            )
        ) from None


def _sniffed(lines: list[str]) -> tuple[str, Iterator[Piece]]:
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("WEBVTT"):
        return "vtt", _cues(lines)
    if any(CUE.fullmatch(line) for line in lines[:20]):
        return "srt", _cues(lines)
    return "txt", (_said(line) for line in lines if line.strip())


def _cues(lines: list[str]) -> Iterator[Piece]:
    """The captions: what follows a line of times up to the next empty line."""
    starts: int | None = None
    words: list[str] = []
    for line in [*lines, ""]:
        if found := CUE.fullmatch(line):
            yield from _caption(words[:-1] if _is_name(words) else words, starts)
            starts, words = _milliseconds(found), []
        elif not line.strip():
            yield from _caption(words, starts)
            starts, words = None, []
        elif starts is not None:
            words.append(line)


def _is_name(words: list[str]) -> bool:
    """Files that forget the empty line: the last line before the times is the number of the next."""
    return bool(words) and words[-1].strip().isdecimal()


def _caption(words: list[str], starts: int | None) -> Iterator[Piece]:
    joined = " ".join(words)
    voice = VOICE.search(joined)
    plain = one_line(html.unescape(TAG.sub("", joined)))
    if starts is None or not plain:
        return
    if voice:
        yield Piece(_clean(plain), starts, one_line(voice[1])[:LABEL_CHARS])
    else:
        yield _said(plain, starts)


def _milliseconds(found: re.Match[str]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in found.groups()[:4])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _said(line: str, starts: int | None = None) -> Piece:
    """The line with its label apart. A label is a few capitalized words, or what follows `>>`."""
    text = _clean(one_line(line))
    plain = SIGN.sub("", text, count=1) if SIGN.match(text) else text
    label = LABEL.match(plain)
    if label and (plain != text or _is_label(label[1])):
        return Piece(plain[label.end() :], starts, label[1].strip())
    return Piece(plain, starts)


def _clean(text: str) -> str:
    """Entities of WebVTT may name characters that are refused everywhere."""
    return characters.without(text)


def _is_label(text: str) -> bool:
    words = text.split()
    small = [word for word in words if word[0].islower() and word not in PARTICLES]
    return len(words) <= LABEL_WORDS and not small


def _short(piece: Piece) -> Iterator[Piece]:
    """Long paragraphs in pieces, cut at the last space that fits."""
    rest = piece.text
    while len(rest) > PASSAGE_CHARS:
        cut = rest.rfind(" ", 1, PASSAGE_CHARS)
        cut = cut if cut > 0 else PASSAGE_CHARS
        yield piece._replace(text=rest[:cut].strip())
        rest = rest[cut:].strip()
    if rest:
        yield piece._replace(text=rest)
