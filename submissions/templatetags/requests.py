"""Small parts of request forms: `{% load requests %}`."""

from django import template
from django.forms import CheckboxSelectMultiple, Select, Textarea
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from forum.countries import NAMES

register = template.Library()
WIDE = ("-url", "-link", "_label")

Groups = list[tuple[str, list[dict]]]


@register.filter
def has_boxes(field: BoundField) -> bool:
    """Whether the field is a group of check boxes."""
    return isinstance(field.field.widget, CheckboxSelectMultiple)


@register.simple_tag
def choice_groups(field: BoundField) -> Groups:
    """The boxes of a field under the names of their groups; one nameless group where there are none."""
    widget = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})[
        "widget"
    ]
    groups: dict[str, list[dict]] = {}
    for name, options, _index in widget["optgroups"]:
        groups.setdefault(name or "", []).extend(options)
    return list(groups.items())


@register.filter
def width(field: BoundField) -> str:
    """The columns a field of a section takes."""
    is_select = isinstance(field.field.widget, Select) and not has_boxes(field)
    return "col-md-6" if is_select else "col-12"


@register.filter
def width_in_row(field: BoundField) -> str:
    """The columns a field of a repeated row takes."""
    if isinstance(field.field.widget, Textarea):
        return "col-12"
    return "col-md-8" if field.html_name.endswith(WIDE) else "col-md-4"


@register.inclusion_tag("components/countries.html")
def country_names() -> dict[str, list[str]]:
    """The names that fields for a country offer; once on a page."""
    return {"countries": NAMES}


@register.simple_tag
def bare(field: BoundField, label: str, css: str) -> SafeString:
    """The control alone, for tables: its label is spoken, its error stands below with `<id>_error`."""
    attrs: dict[str, str | bool] = {
        "class": f"{css} is-invalid" if field.errors else css,
        "aria-label": label,
    }
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_error"}
    return field.as_widget(attrs=attrs)
