"""What stands in a cell for the values of a form field, and back."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _

YES, NO = "yes", "no"
SHOWN = 12


class Cell(Protocol):
    """How the values of one field are written into a cell."""

    def write(self, values: list[str]) -> str: ...

    def read(self, text: str) -> list[str]:
        """The values; a word that is not known stays as it is, for the form to refuse."""

    def complaint(self, text: str) -> str:
        """What is wrong with the words in a cell, and what would be right; else empty."""


class Plain:
    """A text, as it was typed."""

    def write(self, values: list[str]) -> str:
        return values[-1] if values else ""

    def read(self, text: str) -> list[str]:
        return [text]

    def complaint(self, text: str) -> str:
        return ""


class YesOrNo:
    def write(self, values: list[str]) -> str:
        return YES if values else NO

    def read(self, text: str) -> list[str]:
        return ["on"] if text.strip().casefold() in (YES, "true", "1", "x") else []

    def complaint(self, text: str) -> str:
        known = (YES, NO, "true", "false", "1", "0", "x", "")
        return "" if text.strip().casefold() in known else _("Write yes or no.")


class Words:
    """One or, with `many`, several of the words a field offers, one in each line."""

    def __init__(self, labels: dict[str, str], also: dict[str, str], *, many: bool):
        self.labels, self.many = labels, many
        self.values = {_key(word): value for word, value in also.items()}
        self.values |= {_key(label): value for value, label in labels.items()}

    def write(self, values: list[str]) -> str:
        return "\n".join(self.labels.get(value, f"#{value}") for value in values if value)

    def read(self, text: str) -> list[str]:
        return [self.values.get(_key(word)) or word.removeprefix("#") for word in self._words(text)]

    def complaint(self, text: str) -> str:
        unknown = [word for word in self._words(text) if _key(word) not in self.values]
        if not unknown:
            return ""
        offered = [label for label in self.labels.values() if label]
        more = " …" if len(offered) > SHOWN else ""
        return _("“%(word)s” is not known here. Write one of these: %(words)s") % {
            "word": unknown[0][:80],
            "words": "; ".join(offered[:SHOWN]) + more,
        }

    def _words(self, text: str) -> list[str]:
        if not self.many:
            return [text.strip()] if text.strip() else []
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        return [word for line in lines for word in self._parted(line)]

    def _parted(self, line: str) -> list[str]:
        """A line that is no word may hold several, as people write them."""
        for sign in "" if _key(line) in self.values else ";,":
            parts = [part.strip() for part in line.split(sign) if part.strip()]
            if all(_key(part) in self.values for part in parts):
                return parts
        return [line]


def cell_of(field: forms.Field) -> Cell:
    """How the values of a form field stand in a cell: rows of the database by their titles."""
    if isinstance(field, forms.BooleanField):
        return YesOrNo()
    if isinstance(field, forms.ModelChoiceField):
        labels = _distinct(list(_offered(field.choices)))
        numbers = {label.partition(".")[0]: value for value, label in labels.items()}
        also = {number: value for number, value in numbers.items() if number.isdecimal()}
        return Words(labels, also, many=isinstance(field, forms.ModelMultipleChoiceField))
    if isinstance(field, forms.ChoiceField):
        offered = list(_offered(field.choices))
        also = {label: value for _group, value, label in offered}
        labels = {value: value for _group, value, _label in offered}
        return Words(labels, also, many=isinstance(field, forms.MultipleChoiceField))
    return Plain()


def _offered(choices: Any) -> Iterator[tuple[str, str, str]]:
    """Group, value and label of every choice that chooses something."""
    for value, label in choices:
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        group = str(value) if pairs is label else ""
        yield from ((group, str(item), _line(text)) for item, text in pairs if str(item))


def _distinct(offered: list[tuple[str, str, str]]) -> dict[str, str]:
    """A label for each value that no other has: with its group, else with its key."""
    found = {value: label for _group, value, label in offered}
    grouped = {value: f"{group}: {label}" for group, value, label in offered if group}
    for clearer in (grouped, {value: f"{label} #{value}" for value, label in found.items()}):
        seen = Counter(map(_key, found.values()))
        found |= {v: clearer.get(v, t) for v, t in found.items() if seen[_key(t)] > 1}
    return found


def _line(text: object) -> str:
    return " ".join(str(text).split())


def _key(word: str) -> str:
    return _line(word).casefold()
