from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models import DraftItem, Note

WORDING_CHARS = 2000


class DraftItemForm(forms.Form):
    """A new item of the draft, in the wording that came into the session."""

    title = forms.CharField(label=_("Title of the item"), max_length=120)
    text = forms.CharField(
        label=_("Wording before the session"),
        max_length=WORDING_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WordingForm(forms.Form):
    """The wording of an item that goes out of the session; `seen` is the one it was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    text = forms.CharField(
        label=_("Wording after the session"),
        max_length=WORDING_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, item: DraftItem, **kwargs) -> None:
        kwargs.setdefault("prefix", f"item{item.pk}")
        super().__init__(*args, **kwargs)
        self.item = item


class PlaceForm(forms.Form):
    """A new number for an item; `item` is the one the person meant, for numbers move."""

    item = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.IntegerField(label=_("New number"), min_value=1, max_value=50, required=False)


class DispositionForm(forms.ModelForm):
    """What becomes of a suggestion; `seen` is what stood there when the person looked."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    disposition = forms.ChoiceField(
        label=_("What becomes of it"),
        required=False,
        choices=[("", _("Not decided")), *Note.Disposition.choices],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Note
        fields = ["disposition", "reason"]
        labels = {"reason": _("Why; needed where it is not adopted")}

    field_order = ["disposition", "reason", "seen"]

    def __init__(self, *args, instance: Note, **kwargs) -> None:
        kwargs.setdefault("prefix", f"note{instance.pk}")
        kwargs.setdefault("initial", {"seen": instance.disposition})
        super().__init__(*args, instance=instance, **kwargs)

    def _post_clean(self) -> None:
        """The row is written by the action."""
