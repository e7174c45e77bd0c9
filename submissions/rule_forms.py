"""What the Secretariat fills in about the rules of an edition, and about one request under them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.models import Rule
from submissions.rulebook import Finding

NUMBERS = {"least": _("At least"), "most": _("At most")}
SCOPES = {
    "types": _("Only for these types of session"),
    "layouts": _("Only for these formats"),
}
LARGEST = 99
Choices = Iterable[tuple[str, str]]


class RuleForm(forms.Form):
    """How strict a rule is, its numbers and what it is limited to, its words and source."""

    level = forms.ChoiceField(
        label=_("How strict"),
        choices=[
            (Rule.Level.OFF, _("Off: it is not checked")),
            (Rule.Level.WARN, _("Warns: the request can be submitted all the same")),
            (Rule.Level.BLOCK, _("Blocks: the request cannot be submitted before")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Words people read"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("The document and year the rule comes from."),
    )

    def __init__(self, *args, rule: Rule, scopes: Mapping[str, Choices], **kwargs):
        super().__init__(*args, **kwargs)
        stored = {"level": rule.level, "text": rule.text, "source": rule.source}
        self.initial = stored | rule.parameters
        self.parameters = [name for name in rule.parameters if name in NUMBERS or name in SCOPES]
        for name in self.parameters:
            if name in NUMBERS:
                self._add_number(name)
            else:
                self._add_scope(name, rule.parameters[name], scopes.get(name, ()))

    def _add_number(self, name: str) -> None:
        self.fields[name] = forms.IntegerField(label=NUMBERS[name], min_value=1, max_value=LARGEST)
        self.fields["text"].help_text = _("{%(name)s} stands for the number below.") % {
            "name": name
        }

    def _add_scope(self, name: str, chosen: Iterable[str], choices: Choices) -> None:
        """What is stored stays a choice, also where the edition no longer has it."""
        offered = dict.fromkeys(chosen) | dict(choices)
        self.fields[name] = forms.MultipleChoiceField(
            label=SCOPES[name],
            choices=[(value, label or value) for value, label in offered.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("None chosen means all."),
        )

    def content(self) -> dict[str, Any]:
        """What a valid form says, for the action."""
        data = self.cleaned_data
        fixed = {name: data[name] for name in ("level", "text", "source")}
        return fixed | {"parameters": {name: data[name] for name in self.parameters}}


class ExemptionForm(forms.Form):
    """An exception for one request from one rule that is in its way."""

    field_order = ("code", "note")
    note = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the record of the Secretariat. Up to 1000 characters."),
    )

    def __init__(self, *args, blocking: Iterable[Finding], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(finding.code, finding.text) for finding in blocking]
        self.fields["code"] = forms.ChoiceField(label=_("Rule"), choices=choices)
        self.order_fields(self.field_order)
