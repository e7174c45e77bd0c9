"""What the Secretariat fills in to decide on a request."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeclineForm(forms.Form):
    """Why a request is declined."""

    note = forms.CharField(
        label=_("Note to those who asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it when the decision is released. Up to 2000 characters."),
    )
