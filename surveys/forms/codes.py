from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from surveys.models import Survey
from surveys.plan import CODES_AT_ONCE

ADDRESSES_LENGTH = 40_000


class LevelForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Integrity level"),
        choices=[
            (Survey.Level.OPEN, _("Open: one answer per browser, indicative")),
            (Survey.Level.CODES, _("Codes: one device per one-time code")),
        ],
        widget=forms.RadioSelect,
    )


class MakeCodesForm(forms.Form):
    number = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=CODES_AT_ONCE,
        help_text=_("At most 200 at once."),
    )


class MailCodesForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=ADDRESSES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One per line, at most 200. Who was mailed before for this survey is left out."
        ),
    )

    def clean_addresses(self) -> list[str]:
        found = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n").split()
        if len(found) > CODES_AT_ONCE:
            raise ValidationError(
                _("Send to at most %(most)s addresses at once."), params={"most": CODES_AT_ONCE}
            )
        wrong = [address for address in found if not _is_address(address)]
        if wrong:
            raise ValidationError(
                _("Not an e-mail address: %(wrong)s"), params={"wrong": ", ".join(wrong[:5])}
            )
        return found


class TakeBackForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _is_address(text: Any) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
