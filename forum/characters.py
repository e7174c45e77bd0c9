"""Characters that nobody can see and that change what others read: refused in every text field.

NUL and the other control characters break files and databases; characters that turn the reading
order around make a text read differently than it is stored. Joiners and direction marks stay:
Arabic, Persian, Indic scripts and emoji need them (ZWNJ, ZWJ, LRM, RLM, ALM, variation selectors).
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
NEVER = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, except tab and line breaks
    "\u202a-\u202e\u2066-\u206f"  # embeddings, overrides, isolates, deprecated shapes
    "\ufff9-\ufffb\ufdd0-\ufdef\U000e0000-\U000e007f\ud800-\udfff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
FLAG_OR_REFUSED = re.compile(f"{FLAG}|(?P<refused>{NEVER})")  # flags of regions are made of tags
BEFORE = 20


def without(text: str) -> str:
    """The text without the characters that are refused, for what is only looked up or listed."""
    return FLAG_OR_REFUSED.sub(lambda found: "" if found["refused"] else found[0], text)


def refusal(text: str) -> str:
    """Which character has to go and where it is; empty when nothing has to."""
    each = FLAG_OR_REFUSED.finditer(text)
    found = next((match for match in each if match["refused"]), None)
    if not found:
        return ""
    before = " ".join(without(text[: found.start()]).split())[-BEFORE:]
    words = {"character": named(found[0]), "before": before}
    if before:
        return _("Remove the invisible character %(character)s after “%(before)s”.") % words
    return _("Remove the invisible character %(character)s at the beginning.") % words


def named(character: str) -> str:
    """Its code point and its Unicode name, where it has one: U+202E (right-to-left override)."""
    code = f"U+{ord(character):04X}"
    name = "null" if character == "\x00" else unicodedata.name(character, "").lower()
    return f"{code} ({name})" if name else code


def guard_every_text_field() -> None:
    """From now on every text field of every form refuses these characters, with a message at it.

    Django, allauth and each of our apps make text fields of one class; forms cannot forget it.
    """
    read = forms.CharField.to_python

    def to_python(field: forms.CharField, value: object) -> str | None:
        if isinstance(value, str) and (message := refusal(value)):
            raise ValidationError(message, code="character")
        return read(field, value)

    forms.CharField.to_python = to_python  # type: ignore[method-assign,assignment]
