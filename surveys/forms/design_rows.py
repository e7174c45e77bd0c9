"""Rows of the design page that hold no question: surveys, and groups counted together."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import RegionalGroup, StakeholderGroup
from surveys import plan
from surveys.cells import OTHER
from surveys.models import Wave
from surveys.plan import WavePlan

GROUPS = {"group": StakeholderGroup, "region": RegionalGroup}


class WaveForm(forms.Form):
    """One wave; `fixed` ones were opened and are shown only."""

    use_required_attribute = False
    fixed = False
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("When, in a few words"), max_length=plan.TITLE_LENGTH, required=False
    )
    agenda_item = forms.ChoiceField(label=_("Item of the running order"), required=False)

    def __init__(self, *args, items: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].choices = [("", _("none")), *items]

    def planned(self) -> WavePlan:
        cleaned = self.cleaned_data
        item = cleaned.get("agenda_item")
        return WavePlan(cleaned.get("title", ""), int(item) if item else None, cleaned.get("pk"))


def wave_initial(wave: Wave) -> dict[str, Any]:
    return {"pk": wave.pk, "title": wave.title, "agenda_item": wave.agenda_item_id}


class MergeForm(forms.Form):
    """Groups that are counted as one in every breakdown; an empty row is none."""

    use_required_attribute = False
    fixed = False
    name = forms.CharField(
        label=_("Name of the joint group"), max_length=plan.MERGE_LENGTH, required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("Groups in it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (
                _("Stakeholder groups"),
                [(f"group:{g}", label) for g, label in StakeholderGroup.choices],
            ),
            (_("Regional groups"), [(f"region:{g}", label) for g, label in RegionalGroup.choices]),
        ],
    )

    def clean(self) -> None:
        super().clean()
        groups, name = self.cleaned_data.get("groups", []), self.cleaned_data.get("name", "")
        if not groups and not name:
            return
        if len(groups) < 2 or len({group.partition(":")[0] for group in groups}) > 1:
            self.add_error("groups", _("Tick at least two groups of one kind."))
        if not name:
            self.add_error("name", _("Give the joint group a name."))
        elif name == OTHER or any(name in names.values for names in GROUPS.values()):
            self.add_error("name", _("This is the name of a group. Choose another one."))

    def planned(self) -> dict[str, Any] | None:
        groups = self.cleaned_data.get("groups")
        if not groups:
            return None
        parts = [group.partition(":") for group in groups]
        return {
            "dimension": parts[0][0],
            "name": self.cleaned_data["name"],
            "groups": [group for _dimension, _colon, group in parts],
        }


def merge_initial(merge: dict[str, Any]) -> dict[str, Any]:
    groups = [f"{merge['dimension']}:{group}" for group in merge["groups"]]
    return {"name": merge["name"], "groups": groups}


class Rows(forms.BaseFormSet):
    """Rows that are removed and added by buttons of the same form."""

    def __init__(self, *args, row_label: str = "", **kwargs):
        self.row_label = row_label
        super().__init__(*args, **kwargs)

    def kept(self) -> list[Any]:
        """The rows that were not removed."""
        return [form for form in self.forms if not form["DELETE"].value()]

    def leave_unjudged(self) -> None:
        """Show everything typed without a word about what is missing."""
        self._errors = []
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form._errors = ErrorDict()

    def all_valid(self) -> bool:
        """Whether every row that is kept and not fixed is valid."""
        self.is_valid()
        for form in self.forms:
            if form.fixed:
                form._errors = ErrorDict()
        return not self.non_form_errors() and not any(form.errors for form in self.kept())

    def refuse(self, message: str) -> None:
        """Say above the rows why they were not saved."""
        self.non_form_errors().append(message)


def rows_of(form: type[forms.Form], limit: int) -> type[Rows]:
    """The formset class for so many rows at most."""
    return forms.formset_factory(
        form,
        formset=Rows,
        extra=0,
        can_delete=True,
        max_num=limit,
        absolute_max=limit + 10,
        validate_max=True,
    )


WaveRows = rows_of(WaveForm, plan.WAVES)
MergeRows = rows_of(MergeForm, plan.MERGES)
