"""What has to be fixed in a refused form, in the order of the page."""

from collections.abc import Iterable, Iterator

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _

Entry = dict[str, str]


def summarize(*sources: BaseForm | BaseFormSet) -> list[Entry]:
    """One entry `{"id", "label", "message"}` per field with an error, in the order of the forms.

    `id` is the element to jump to and is empty where an error belongs to no field. Rows of a
    formset are named by its `row_label` and their number; removed rows are passed over.
    """
    return [entry for source in sources for entry in _entries(source)]


def _entries(source: BaseForm | BaseFormSet) -> Iterator[Entry]:
    if isinstance(source, BaseFormSet):
        yield from _formset_entries(source)
    else:
        yield from _form_entries(source)


def _form_entries(form: BaseForm, row: str = "") -> Iterator[Entry]:
    if general := form.non_field_errors():
        yield {"id": "", "label": row, "message": _joined(general)}
    for field in form:
        if field.errors:
            label = (
                _("%(row)s, %(field)s") % {"row": row, "field": field.label} if row else field.label
            )
            yield {"id": _anchor(field), "label": str(label), "message": _joined(field.errors)}


def _formset_entries(formset: BaseFormSet) -> Iterator[Entry]:
    if general := formset.non_form_errors():
        label = str(getattr(formset, "rows_label", ""))
        yield {"id": _first_anchor(formset), "label": label, "message": _joined(general)}
    number = 0
    for form in formset.forms:
        if getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME):
            continue
        number += 1
        yield from _form_entries(form, _row_name(formset, number))


def _row_name(formset: BaseFormSet, number: int) -> str:
    label = getattr(formset, "row_label", _("Row"))
    return _("%(row)s %(number)s") % {"row": label, "number": number}


def _first_anchor(formset: BaseFormSet) -> str:
    fields = (field for form in formset.forms for field in form.visible_fields())
    first = next(fields, None)
    return _anchor(first) if first else ""


def _anchor(field: BoundField) -> str:
    """The first control of the field; groups of boxes have no label of their own to point at."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


def _joined(errors: Iterable[object]) -> str:
    return " ".join(str(error) for error in errors)
