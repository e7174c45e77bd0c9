from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.fields import OneLine


class OwnDataForm(forms.Form):
    """Name and affiliation as the invited person wants them shown."""

    name = OneLine(label=_("Your name"), limit=120)
    affiliation = OneLine(label=_("Your affiliation"), limit=160, required=False)
