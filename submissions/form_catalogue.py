"""What of a form the Secretariat can change: every field, row field and set of rows, as built in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from forum.models import Edition
from submissions.field_settings import AS_BUILT_IN
from submissions.fields import LimitedText
from submissions.forms import RequestForms, RowSet


@dataclass(frozen=True)
class Entry:
    """One field or set of rows as built in; `always` are needed by the portal itself.

    Whether those that `varies` are needed follows from other answers.
    """

    name: str
    section: str
    label: str
    help: str
    required: bool
    always: bool
    field: forms.Field | None = None
    rows: str = ""
    varies: bool = False

    @property
    def limited(self) -> LimitedText | None:
        """The field, if its limit can be changed."""
        return self.field if isinstance(self.field, LimitedText) and self.field.adjustable else None

    @property
    def can_be_required(self) -> bool:
        """Whether it is a question to answer; a single box is one only where it has to be ticked."""
        return not isinstance(self.field, forms.BooleanField) or self.required


def entries(kind: type[RequestForms], edition: Edition) -> dict[str, Entry]:
    """Everything that can be changed, by name, in the order of the page."""
    built_in = kind(edition, QueryDict(), settings=AS_BUILT_IN)
    return {
        entry.name: entry
        for part in built_in.parts
        for entry in [
            *_fields(built_in, str(part.title), built_in.form.fields, part.section.fields),
            *(
                entry
                for row_set in part.row_sets
                for entry in _rows(built_in, str(part.title), row_set)
            ),
        ]
    }


def _rows(forms_: RequestForms, section: str, row_set: RowSet) -> Iterator[Entry]:
    prefix, label = str(row_set.prefix), str(row_set.rows_label)
    always = prefix in forms_.essential
    yield Entry(
        prefix,
        section,
        label,
        "",
        row_set.least > 0,
        always,
        rows=label,
        varies=prefix in forms_.varying,
    )
    fields = row_set.empty_form.fields
    yield from _fields(forms_, section, fields, tuple(fields), prefix=f"{prefix}-", rows=label)


def _fields(
    forms_: RequestForms,
    section: str,
    fields: dict[str, forms.Field],
    names: tuple[str, ...],
    *,
    prefix: str = "",
    rows: str = "",
) -> Iterator[Entry]:
    for name in names:
        field, full = fields[name], f"{prefix}{name}"
        yield Entry(
            full,
            section,
            str(field.label),
            str(field.help_text),
            field.required,
            full in forms_.essential,
            field,
            rows,
            full in forms_.varying,
        )
