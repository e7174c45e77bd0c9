"""Form fields that never cut what somebody typed: a text too long is kept and refused in words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.html import format_html_join
from django.utils.translation import ngettext

from forum import countries
from submissions.rules import LONGEST_TEXT, AtMostCharacters, AtMostWords

WORDS, CHARACTERS = "words", "characters"
LONGEST_WORD = 8
LARGEST_KEY, SHOWN = 2**63 - 1, 40


class LimitedText(forms.CharField):
    """A text whose limit can be changed up to `bound`, the characters there is room for.

    A field with a `hint` says its limit in its help text, before the hint.
    """

    adjustable = True
    bound: int
    limit: int
    unit: str
    hint: Any = None

    @staticmethod
    def largest(bound: int, unit: str) -> int:
        """The highest limit in that unit; long words still fit into the characters there are."""
        return bound if unit == CHARACTERS else max(1, bound // LONGEST_WORD)

    def set_limit(self, limit: int, unit: str) -> None:
        """Hold and count another limit, and say it."""
        self.limit, self.unit = min(limit, self.largest(self.bound, unit)), unit
        kept = [
            one for one in self.validators if not isinstance(one, AtMostWords | AtMostCharacters)
        ]
        own: list[Callable] = [AtMostWords(self.limit)] if unit == WORDS else []
        longest = self.bound if unit == WORDS else self.limit
        self.validators = [*kept, *own, AtMostCharacters(longest)]
        self.widget.attrs |= {"data-count": unit, "data-limit": self.limit}
        self.say(self.help_text if self.hint is None else self.hint)

    def say(self, hint: Any) -> None:
        """Make the help text the limit and this hint."""
        self.hint = hint
        parts = [self._limit_in_words(), *([hint] if hint else [])]
        self.help_text = format_html_join(" ", "{}", ((part,) for part in parts))

    def _limit_in_words(self) -> str:
        if self.unit == WORDS:
            text = ngettext("Up to %(number)d word.", "Up to %(number)d words.", self.limit)
        else:
            text = ngettext(
                "Up to %(number)d character.", "Up to %(number)d characters.", self.limit
            )
        return text % {"number": self.limit}


class OneLine(LimitedText):
    """A text of one line: line breaks that came along become spaces. With `rows` it wraps.

    The limit can be raised to `bound` characters; without it, it can only be lowered.
    """

    def __init__(
        self, *, limit: int, rows: int = 0, counted: bool = False, bound: int = 0, **kwargs
    ):
        self.limit, self.unit, self.bound = limit, CHARACTERS, max(bound, limit)
        attrs: dict[str, str | int] = {"dir": "auto"}
        if counted:
            attrs |= {"data-count": "characters", "data-limit": limit}
        widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
        super().__init__(widget=widget, validators=[AtMostCharacters(limit)], **kwargs)

    def to_python(self, value) -> str:
        return " ".join((super().to_python(value) or "").split())


class Country(OneLine):
    """A country by its M49 name; other words stay as they were typed. The page lists the names."""

    adjustable = False

    def __init__(self, **kwargs):
        super().__init__(limit=80, **kwargs)
        self.widget.attrs |= {"list": "countries", "autocomplete": "off"}

    def to_python(self, value) -> str:
        return countries.named(super().to_python(value))


class SuggestedLine(OneLine):
    """A line for which the page offers public names; `source` is person or organization."""

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"data-names": source, "autocomplete": "off"}


class LongText(LimitedText):
    """A text of several paragraphs, limited in words."""

    def __init__(self, *, words: int, rows: int = 4, hint: str | None = None, **kwargs):
        self.limit, self.unit, self.bound = words, WORDS, LONGEST_TEXT
        attrs = {"rows": rows, "dir": "auto", "data-count": "words", "data-limit": words}
        limits: list[Callable] = [AtMostWords(words), AtMostCharacters(LONGEST_TEXT)]
        super().__init__(widget=forms.Textarea(attrs), validators=limits, **kwargs)
        if hint is not None:
            self.say(hint)


class WebAddress(forms.URLField):
    """An address of the web; without a scheme it is taken as https."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *, limit: int = 500, **kwargs):
        widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"})
        super().__init__(
            widget=widget, assume_scheme="https", validators=[AtMostCharacters(limit)], **kwargs
        )


class SeveralOf(forms.ModelMultipleChoiceField):
    """Rows of the database by their keys; a number too large for a key is no choice there is."""

    def clean(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            if _is_too_large(key):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(key)[:SHOWN]},
                )
        return super().clean(value)


class WholeNumber(forms.IntegerField):
    """A number typed as text, so that a slip stays visible."""

    def __init__(self, *, least: int, most: int, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, min_value=least, max_value=most, **kwargs)


def _is_too_large(key: object) -> bool:
    try:
        return abs(int(str(key))) > LARGEST_KEY
    except ValueError:
        return False


def optional(choices, blank: str) -> list[tuple[str, str]]:
    """The choices with a first one that chooses nothing."""
    return [("", blank), *choices]
