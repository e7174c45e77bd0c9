from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models import Edit
from outcomes.models.review import TEXT_CHARS

REASON_CHARS = 300
KEY_CHARS = 40
LARGEST = 2**31 - 1
Act = Edit.Act


class StepForm(forms.Form):
    """One step about one sentence: which one, and the newest step its page knew of."""

    key = forms.CharField(max_length=KEY_CHARS, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)


class EditForm(StepForm):
    """A new wording. Numbers are allowed: the sentence stands under the name of its author."""

    text = forms.CharField(
        label=_("New wording"),
        max_length=TEXT_CHARS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the paper under your name, without the source of the old one."),
    )


class CutForm(StepForm):
    """A sentence left out, with the kind of reason that the paper counts."""

    reason = forms.ChoiceField(
        label=_("Why is it left out?"), choices=[("", _("Choose")), *Edit.Reason.choices]
    )
    text = forms.CharField(
        label=_("In your words, optional"),
        max_length=REASON_CHARS,
        required=False,
        help_text=_("Only the people of the session read this."),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("reason") == Edit.Reason.OTHER and not data.get("text"):
            self.add_error("text", _("Say what the other reason is."))
        return data


class MoveForm(StepForm):
    """A sentence put before or after its neighbour."""

    act = forms.ChoiceField(choices=[(Act.BEFORE, ""), (Act.AFTER, "")], widget=forms.HiddenInput)
    near = forms.CharField(max_length=KEY_CHARS, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """Why a paper is approved in spite of a caution."""

    key = forms.CharField(max_length=KEY_CHARS, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Why it may stand"),
        max_length=REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The paper prints your answer with your name."),
    )


class UndoForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class StopForm(forms.Form):
    """Why no paper is compiled for now; the people who wait read it."""

    reason = forms.CharField(
        label=_("Why is compiling stopped?"),
        max_length=REASON_CHARS,
        help_text=_("Everybody who waits for a paper reads this."),
    )
