"""Form fields that never cut what somebody typed: a text too long is kept and refused in words."""

from collections.abc import Callable

from django import forms
from django.core.validators import URLValidator

from forum import countries
from submissions.rules import LONGEST_TEXT, AtMostCharacters, AtMostWords


class OneLine(forms.CharField):
    """A text of one line: line breaks that came along become spaces. With `rows` it wraps."""

    def __init__(self, *, limit: int, rows: int = 0, counted: bool = False, **kwargs):
        attrs: dict[str, str | int] = {"dir": "auto"}
        if counted:
            attrs |= {"data-count": "characters", "data-limit": limit}
        widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
        super().__init__(widget=widget, validators=[AtMostCharacters(limit)], **kwargs)

    def to_python(self, value) -> str:
        return " ".join((super().to_python(value) or "").split())


class Country(OneLine):
    """A country by its M49 name; other words stay as they were typed. The page lists the names."""

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


class LongText(forms.CharField):
    """A text of several paragraphs, limited in words."""

    def __init__(self, *, words: int, rows: int = 4, **kwargs):
        attrs = {"rows": rows, "dir": "auto", "data-count": "words", "data-limit": words}
        limits: list[Callable] = [AtMostWords(words), AtMostCharacters(LONGEST_TEXT)]
        super().__init__(widget=forms.Textarea(attrs), validators=limits, **kwargs)


class WebAddress(forms.URLField):
    """An address of the web; without a scheme it is taken as https."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *, limit: int = 500, **kwargs):
        widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"})
        super().__init__(
            widget=widget, assume_scheme="https", validators=[AtMostCharacters(limit)], **kwargs
        )


class WholeNumber(forms.IntegerField):
    """A number typed as text, so that a slip stays visible."""

    def __init__(self, *, least: int, most: int, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, min_value=least, max_value=most, **kwargs)


def optional(choices, blank: str) -> list[tuple[str, str]]:
    """The choices with a first one that chooses nothing."""
    return [("", blank), *choices]
