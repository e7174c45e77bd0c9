"""What the Secretariat fills in to decide on a request."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AcceptForm(forms.Form):
    """Nothing to fill in: the request keeps the number it has."""


class DeclineForm(forms.Form):
    """Why a request is declined."""

    note = forms.CharField(
        label=_("Note to those who asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it when the decision is released. Up to 2000 characters."),
    )


class ScreenOutForm(DeclineForm):
    """Why a request does not go to the review."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For a request that cannot be reviewed. Those who asked read it when it is released. "
            "Up to 2000 characters."
        ),
    )


class RepairForm(forms.Form):
    """What is to be repaired, and until which day; a valid one says the last minute of it."""

    LONGEST = 365

    note = forms.CharField(
        label=_("What to repair"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who asked read it at once. Up to 2000 characters."),
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("They can change the request to the end of this day, UTC."),
    )

    def clean_until(self) -> datetime:
        day = self.cleaned_data["until"]
        today = timezone.now().astimezone(UTC).date()
        if not today <= day <= today + timedelta(days=self.LONGEST):
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return datetime.combine(day, time(23, 59), tzinfo=UTC)
