from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import Idea

TEXT_LENGTH = 280
NAME_LENGTH = 80
REASON_LENGTH = 200


class IdeaForm(forms.Form):
    """A question or idea of an attendee; a name is kept only with the consent to be quoted."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Idea.Kind,
        initial=Idea.Kind.QUESTION,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose question or idea."),
            "invalid_choice": _("Choose question or idea."),
        },
    )
    text = forms.CharField(
        label=_("In at most 280 characters"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write your question or idea."),
            "max_length": _("Use at most 280 characters; these are %(show_value)d."),
        },
    )
    may_quote = forms.BooleanField(
        label=_("The paper of this session may quote this"),
        required=False,
    )
    name = forms.CharField(
        label=_("Your name, if it may stand there"),
        required=False,
        max_length=NAME_LENGTH,
        error_messages={"max_length": _("Use at most 80 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self) -> None:
        given = super().clean() or {}
        if given.get("name") and not given.get("may_quote"):
            self.add_error("name", _("Allow quoting above, or leave the name empty."))

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class HideForm(forms.Form):
    """Why a moderator hides an idea or an open answer."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        error_messages={
            "required": _("Give a reason in at most 200 characters."),
            "max_length": _("Give a reason in at most 200 characters."),
        },
    )
