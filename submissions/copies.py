"""An earlier request as a draft of another edition: what fits, and what does not."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.http import QueryDict

from forum.models import Edition
from submissions import drafts, rows
from submissions.drafts import Draft
from submissions.forms import RequestForms


class Fitted(NamedTuple):
    """The draft, and what stands in no field of it: labels with their words."""

    draft: Draft
    left_out: list[tuple[str, str]]


def fitted(kind: type[RequestForms], said: QueryDict, old: Edition, new: Edition) -> Fitted:
    """What a request of one edition says, for the form of another one.

    Types, themes and topics are found again by code or title. Agreements are not copied:
    people agree anew every time.
    """
    source, target = kind(old, said), kind(new, QueryDict())
    typed: dict[str, Any] = {}
    left_out: list[tuple[str, str]] = []
    for name, field in source.form.fields.items():
        if name in kind.agreements:
            continue
        values = source.data.getlist(name)
        typed[name], lost = _translated(values, field, target.form.fields.get(name))
        left_out += [(str(field.label), text) for text in lost]
    copied = {prefix: _rows(source, target, prefix, left_out) for prefix in kind.row_sets}
    return Fitted(drafts.pack(drafts.as_typed(typed, **copied)), left_out)


def _rows(
    source: RequestForms, target: RequestForms, prefix: str, left_out: list[tuple[str, str]]
) -> list[dict[str, list[str]]]:
    old, new = source.rows[prefix].empty_form.fields, target.rows[prefix].empty_form.fields
    found = []
    for number, row in enumerate(rows.read(source.data, prefix), start=1):
        copied = {}
        for name, field in old.items():
            copied[name], lost = _translated(row.get(name, []), field, new.get(name))
            label = f"{source.rows[prefix].row_label} {number}, {field.label}"
            left_out += [(label, text) for text in lost]
        found.append({name: values for name, values in copied.items() if values})
    return found


def _translated(
    values: Iterable[str], old: forms.Field, new: forms.Field | None
) -> tuple[list[str], list[str]]:
    """The values as the new field has them, and the words of those it does not have."""
    present = [value for value in values if value.strip()]
    if new is None:
        return [], present
    if isinstance(old, forms.ModelChoiceField) and isinstance(new, forms.ModelChoiceField):
        return _found_again(present, old, new)
    if isinstance(new, forms.ChoiceField):
        offered = _offered(new)
        fitting = [value for value in present if value in offered]
        return fitting, [_words(old, value) for value in present if value not in offered]
    return present, []


def _found_again(
    values: list[str], old: forms.ModelChoiceField, new: forms.ModelChoiceField
) -> tuple[list[str], list[str]]:
    before = {str(item.pk): item for item in _rows_of(old)}
    now = {_key(item): str(item.pk) for item in _rows_of(new)}
    kept, lost = [], []
    for value in values:
        item = before.get(value)
        place = now.get(_key(item)) if item else None
        if place:
            kept.append(place)
        else:
            lost.append(str(item or value))
    return kept, lost


def _rows_of(field: forms.ModelChoiceField) -> Iterable[models.Model]:
    return field.queryset if field.queryset is not None else ()


def _key(item: models.Model) -> tuple[str, str]:
    """What stays the same from year to year: a code, else the title within its theme."""
    if code := getattr(item, "code", ""):
        return ("", code)
    return (str(getattr(item, "theme", "")).casefold(), getattr(item, "title", "").casefold())


def _offered(field: forms.ChoiceField) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, label in getattr(field, "choices", ()):
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        found |= {str(value): str(text) for value, text in pairs}
    return found


def _words(field: forms.Field, value: str) -> str:
    return _offered(field).get(value, value) if isinstance(field, forms.ChoiceField) else value
