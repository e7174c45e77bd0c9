from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from surveys import patterns
from surveys.models import Survey
from surveys.plan import Design, of_survey

SHOWN = 50


class Sources(forms.ModelChoiceField):
    def label_from_instance(self, survey: Survey) -> str:
        return survey.workshop.full_name


class StartForm(forms.Form):
    """What a new survey begins with: nothing, a template, or the design of another session."""

    use_required_attribute = False
    pattern = forms.ChoiceField(
        required=False, choices=[(pattern.key, pattern.title) for pattern in patterns.PATTERNS]
    )
    copy = Sources(
        queryset=Survey.objects.none(),
        required=False,
        label=_("Another session of yours"),
        empty_label=_("choose a session"),
    )

    def __init__(self, data: Any = None, *, surveys: QuerySet[Survey]):
        super().__init__(data)
        newest = surveys.order_by("-created_at", "-pk").values_list("pk", flat=True)[:SHOWN]
        self.fields["copy"].queryset = surveys.filter(pk__in=list(newest))

    def clean(self) -> None:
        super().clean()
        missing = not self.cleaned_data.get("copy") and not self.has_error("copy")
        if "copying" in self.data and missing:
            self.add_error("copy", _("Choose the session to copy from."))

    def design(self) -> Design | None:
        """The design to start from; None = only the surveys of the running order."""
        source = self.cleaned_data.get("copy")
        if "copying" in self.data and source:
            return of_survey(source, same_session=False)
        pattern = patterns.find(self.cleaned_data.get("pattern", ""))
        return pattern.make() if pattern else None
