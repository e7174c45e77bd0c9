from django import forms
from django.utils.translation import gettext_lazy as _

CONFIRMATION = "SEAL"


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, printed in the paper"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give a reason; it is printed in the paper.")},
    )


class SealForm(forms.Form):
    seal = forms.CharField(
        label=_("Type SEAL to confirm"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type SEAL to confirm.")},
    )

    def clean_seal(self) -> str:
        typed = self.cleaned_data["seal"]
        if typed.strip().upper() != CONFIRMATION:
            raise forms.ValidationError(_("Type SEAL to confirm."), code="unconfirmed")
        return typed
