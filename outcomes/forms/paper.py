from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models.paper import REASON_CHARS

LARGEST = 2**31 - 1


class NextVersionForm(forms.Form):
    """The approval of the next version of a public paper: what was read, and why it differs."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    step = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What changed and why, optional"),
        max_length=REASON_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands beside the new version, for everybody to read."),
    )

    def __init__(self, *args, correcting: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("What is corrected and why?")
