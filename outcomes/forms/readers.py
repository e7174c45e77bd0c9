from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models.reader import ADDRESS_CHARS


class ReaderForm(forms.Form):
    """Where the paper of a session is to be mailed."""

    use_required_attribute = False

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=ADDRESS_CHARS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_final = forms.BooleanField(
        label=_("Also mail me the final version, after the round of comments"), required=False
    )
