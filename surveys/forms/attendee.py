import re

from django import forms
from django.utils.translation import gettext_lazy as _

from forum import codes
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from workshops.models import Workshop

TICKET = re.compile("[0-9a-f]{32}")
SILENT = ("", _("I prefer not to say"))


class CodeForm(forms.Form):
    """The code of a session, typed from a screen; cleaned to the session's stored code."""

    code = forms.CharField(
        label=_("Session code"),
        max_length=40,
        error_messages={
            "required": _("Type the code shown on the screen."),
            "max_length": _("This is longer than any code. Check it on the screen."),
        },
    )

    def clean_code(self) -> str:
        code = codes.normalize(self.cleaned_data["code"])
        if not Workshop.objects.public().filter(join_code=code).exists():
            raise forms.ValidationError(
                _("There is no session with this code. Check it on the screen."), code="unknown"
            )
        return code


class JoinForm(forms.Form):
    use_required_attribute = False
    door = forms.ChoiceField(
        label=_("How are you taking part?"),
        choices=Door,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one: in the room or online."),
            "invalid_choice": _("Choose one: in the room or online."),
        },
    )
    code = forms.CharField(
        label=_("Your one-time code"),
        max_length=60,
        required=False,
        error_messages={"max_length": _("This is longer than any code. Check it on your card.")},
    )
    ticket = forms.CharField(required=False)
    group = forms.ChoiceField(choices=[SILENT, *StakeholderGroup.choices], required=False)
    region = forms.ChoiceField(choices=[SILENT, *RegionalGroup.choices], required=False)

    def clean_ticket(self) -> str:
        """What this page would be known by; sent twice, the form joins once."""
        ticket = self.cleaned_data["ticket"]
        return ticket if TICKET.fullmatch(ticket) else ""


class AboutForm(forms.Form):
    group = forms.ChoiceField(
        label=_("Your stakeholder group"),
        choices=[SILENT, *StakeholderGroup.choices],
        required=False,
    )
    region = forms.ChoiceField(
        label=_("Your regional group"),
        choices=[SILENT, *RegionalGroup.choices],
        required=False,
    )
