from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths.models import Booth
from submissions.fields import OneLine
from submissions.rules import AtMostCharacters

MOST_CHARACTERS = 1000


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        validators=[AtMostCharacters(MOST_CHARACTERS)],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Up to 1000 characters."),
    )


class MessageForm(forms.Form):
    """A question to a booth, or an offer of help with one of its initiatives; without account."""

    initiative = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("What it is about"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name = OneLine(label=gettext_lazy("Your name"), limit=100)
    email = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)
    text = _text(gettext_lazy("Message"))

    def __init__(self, data=None, *, booth: Booth, about: str = ""):
        super().__init__(data, initial={"initiative": about if about.isdecimal() else ""})
        field = self.fields["initiative"]
        field.queryset = booth.initiatives.all()
        field.empty_label = _("A question to the booth")
        field.label_from_instance = lambda row: _("I offer help: %(title)s") % {"title": row.title}
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class BoothReplyForm(forms.Form):
    """The exhibitor's answer, passed on without an address."""

    reply = _text(gettext_lazy("Your answer"))
