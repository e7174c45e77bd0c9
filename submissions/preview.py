"""A draft as far as it can be shown: what is complete, as if it were submitted."""

from typing import Any, NamedTuple

from django import forms

from forum.characters import without
from submissions.fields import LongText
from submissions.forms import RequestForms


class SoFar(NamedTuple):
    """The content of an unfinished form, and the rows it had to leave out, by their labels."""

    content: dict[str, Any]
    left_out: list[str]


def so_far(typed: RequestForms) -> SoFar:
    """The content of a form that need not be valid; it has every key a valid one has.

    Long texts and the title are shown even where they break a limit, without refused characters. Other fields that are
    wrong are empty, and rows that are not complete are left out.
    """
    typed.is_valid()
    content = {name: _value(typed.form, name) for name in typed.form.fields}
    left_out = []
    for prefix, row_set in typed.rows.items():
        filled = row_set.filled()
        content[prefix] = [row.content() for row in filled if row.is_valid()]
        left_out += [
            f"{row_set.row_label} {number}"
            for number, row in enumerate(filled, start=1)
            if not row.is_valid()
        ]
    return SoFar(content, left_out)


def _value(form: forms.Form, name: str) -> Any:
    if name in form.cleaned_data:
        return form.cleaned_data[name]
    field = form.fields[name]
    if name == "title" or isinstance(field, LongText):
        return without(str(form[name].value() or ""))
    return _nothing(field)


def _nothing(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.BooleanField):
        return False
    numbers = forms.ModelChoiceField, forms.TypedChoiceField, forms.IntegerField
    return None if isinstance(field, numbers) else ""
