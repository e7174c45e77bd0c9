"""What the Secretariat looks for at its desk, and the names it keeps such a look under."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.models import Edition, Theme
from submissions.models import Submission
from submissions.steps import SCREENED_OUT

Choices = Iterable[tuple[str, Any]]
EVERY_EDITION = "all"
NEWEST = "newest"
STATES: list[tuple[str, Any]] = [
    (Submission.Status.DRAFT, Submission.Status.DRAFT.label),
    (Submission.Status.SUBMITTED, Submission.Status.SUBMITTED.label),
    (Submission.Status.ACCEPTED, Submission.Status.ACCEPTED.label),
    (Submission.Status.DECLINED, Submission.Status.DECLINED.label),
    (SCREENED_OUT, _("Screened out")),
    (Submission.Status.WITHDRAWN, Submission.Status.WITHDRAWN.label),
]
STEPS: list[tuple[str, Any]] = [
    ("decision", _("Waiting for a decision")),
    ("release", _("Decided, not released")),
    ("repair", _("Returned for repair")),
    ("overdue", _("Repair overdue")),
    ("repaired", _("Repaired, to be decided")),
]
CHECKS: list[tuple[str, Any]] = [
    ("blocking", _("Blocked by a rule")),
    ("warning", _("Only warnings")),
    ("fulfilled", _("Nothing open")),
    ("due", _("Not checked yet")),
]
SORTS: list[tuple[str, Any]] = [
    (NEWEST, _("Newest first")),
    ("oldest", _("Oldest first")),
    ("title", _("Title")),
    ("number", _("Number")),
    ("status", _("State")),
    ("checks", _("Most blocked first")),
]
VIEWS: list[tuple[Any, str]] = [
    (_("Waiting for a decision"), "waiting=decision"),
    (_("Blocked by a rule"), "waiting=decision&checks=blocking"),
    (_("Returned for repair"), "waiting=repair"),
    (_("Repair overdue"), "waiting=overdue"),
    (_("Repaired, to be decided"), "waiting=repaired"),
    (_("Decided, not released"), "waiting=release"),
]


class RequestFilter(forms.Form):
    """The filters of the one list; a field filled in wrongly does not narrow it."""

    q = forms.CharField(
        label=_("Title, number, organization or person"), required=False, max_length=100
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.ChoiceField(label=_("Edition"), required=False)
    type = forms.ChoiceField(label=_("Type of session"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *STATES]
    )
    waiting = forms.ChoiceField(label=_("What is missing"), required=False)
    checks = forms.ChoiceField(
        label=_("Rules"), required=False, choices=[("", _("Any result")), *CHECKS]
    )
    released = forms.ChoiceField(
        label=_("Release"),
        required=False,
        choices=[("", _("Either")), ("yes", _("Released")), ("no", _("Not released"))],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(
        self,
        data,
        *,
        kinds: Choices,
        steps: Choices,
        editions: Iterable[Edition],
        edition: Edition | None,
        types: Choices,
    ):
        super().__init__(data, auto_id="id_filter_%s")
        years = [(str(one.year), str(one)) for one in editions]
        themes = Theme.objects.filter(edition=edition).values_list("pk", "title") if edition else ()
        self._offer("kind", [("", _("Both")), *kinds])
        self._offer("year", [*years, (EVERY_EDITION, _("All editions"))])
        self._offer("type", [("", _("All types")), *types])
        self._offer("theme", [("", _("All themes")), *((str(pk), name) for pk, name in themes)])
        self._offer("waiting", [("", _("Anything")), *STEPS, *steps])
        if edition:
            self.fields["theme"].label = edition.theme_label
        for name, field in self.fields.items():
            if name != "q":
                field.widget.attrs["class"] = "form-select"

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What is filled in and makes sense."""
        self.is_valid()
        return self.cleaned_data


class SaveViewForm(forms.Form):
    """The name of a view; a new one with what it looks for."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(
        label=_("The whole Secretariat sees it, and may rename or delete it"), required=False
    )
    query = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
