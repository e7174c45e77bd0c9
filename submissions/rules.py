"""How the forum measures texts: the same rule in every form and, in JavaScript, in the counters."""

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import ngettext

LONGEST_TEXT = 20_000
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
PUNCTUATION = "\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
WORD = re.compile(f"[{IDEOGRAPHS}]|[^\\s{IDEOGRAPHS}{PUNCTUATION}]+")


def words(text: str) -> int:
    """Words parted by white space; in Chinese and Japanese every character is one."""
    return sum(1 for _word in WORD.finditer(text))


def characters(text: str) -> int:
    """Code points without the white space around the text; a line break is one."""
    return len(text.strip().replace("\r\n", "\n"))


@deconstructible
class AtMostWords:
    """Refuses a text with more words than the limit, and says how many it has."""

    def __init__(self, limit: int):
        self.limit = limit

    def __call__(self, text: str) -> None:
        found = words(text)
        if found > self.limit:
            message = ngettext(
                "Shorten this to %(limit)d word or fewer; it has %(found)d.",
                "Shorten this to %(limit)d words or fewer; it has %(found)d.",
                self.limit,
            )
            raise ValidationError(message % {"limit": self.limit, "found": found}, code="words")


@deconstructible
class AtMostCharacters:
    """Refuses a text with more characters than the limit, and says how many it has."""

    def __init__(self, limit: int):
        self.limit = limit

    def __call__(self, text: str) -> None:
        found = characters(text)
        if found > self.limit:
            message = ngettext(
                "Shorten this to %(limit)d character or fewer; it has %(found)d.",
                "Shorten this to %(limit)d characters or fewer; it has %(found)d.",
                self.limit,
            )
            raise ValidationError(
                message % {"limit": self.limit, "found": found}, code="characters"
            )
