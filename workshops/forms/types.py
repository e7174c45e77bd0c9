"""What the Secretariat fills in about a type of session."""

import re
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.models import Edition
from workshops.models import NEEDABLE, SessionType

MOST_CHOICES = 20
SHORTEST, LONGEST = 5, 600
LONGEST_LAYOUT = 60


class Minutes(forms.CharField):
    """Whole numbers with commas between them, as a sorted list."""

    def to_python(self, value: Any) -> Any:
        typed = [part for part in re.split(r"[\s,;]+", super().to_python(value) or "") if part]
        if any(not re.fullmatch(r"[0-9]{1,3}", part) for part in typed):
            raise forms.ValidationError(_("Write whole numbers with commas between them."))
        found = sorted({int(part) for part in typed})
        if any(not SHORTEST <= minutes <= LONGEST for minutes in found):
            limits = {"least": SHORTEST, "most": LONGEST}
            raise forms.ValidationError(_("Between %(least)d and %(most)d minutes.") % limits)
        return _at_most(found)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class Lines(forms.CharField):
    """One choice a line, each once, in their order."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        ProhibitNullCharactersValidator()(text)
        lines = [" ".join(line.split()) for line in text.splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST_LAYOUT for line in found):
            raise forms.ValidationError(
                _("A format may have %(most)d characters.") % {"most": LONGEST_LAYOUT}
            )
        return _at_most(found)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _at_most(found: list) -> list:
    if len(found) > MOST_CHOICES:
        raise forms.ValidationError(_("At most %(most)d choices.") % {"most": MOST_CHOICES})
    return found


class TypeForm(forms.Form):
    """Everything about a type but its code, which stands in addresses and never changes."""

    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=40,
        help_text=gettext_lazy("As in the names of sessions, before the number: WS, Open Forum."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    position = forms.IntegerField(
        label=gettext_lazy("Place in the lists"), min_value=1, max_value=999
    )
    eligibility = forms.CharField(
        label=gettext_lazy("Who may ask for it, and what for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("People read it while they choose a type."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The document and year this comes from."),
    )
    minutes = Minutes(
        label=gettext_lazy("Minutes"),
        max_length=200,
        required=False,
        empty_value="",
        help_text=gettext_lazy("With commas: 30, 60. Empty: any length that the edition has."),
    )
    layouts = Lines(
        label=gettext_lazy("Formats"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("One a line. Empty: any format that the edition has."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needed before it is submitted"),
        choices=list(NEEDABLE.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Title, type, theme, length, an organizer and the consent of the people are "
            "always needed."
        ),
    )
    is_scored = forms.BooleanField(
        label=gettext_lazy("Members of the MAG score it"),
        required=False,
        help_text=gettext_lazy("Otherwise it is a request for a slot, which nobody scores."),
    )

    @staticmethod
    def stored(kind: SessionType) -> dict[str, Any]:
        """What the form shows of a type."""
        return {name: getattr(kind, name) for name in TypeForm.base_fields}


class NewTypeForm(TypeForm):
    """A type the edition does not have yet."""

    field_order = ("code",)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^(?!new$)[a-z][a-z0-9]*$", gettext_lazy("Lower-case letters and digits only.")
            )
        ],
        help_text=gettext_lazy("As in addresses: ws in /2027/sessions/ws-33/. It never changes."),
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.initial.setdefault("position", edition.session_types.count() + 1)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.edition.session_types.filter(code=code).exists():
            raise forms.ValidationError(_("This edition has a type with this code."))
        return code
