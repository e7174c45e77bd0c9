import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import Door, StakeholderGroup
from outcomes.models import Note
from workshops.models import Workshop

NOTE_CHARS = 500


class NoteForm(forms.ModelForm):
    """One line on a phone. A name is kept only with the consent of the person named."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("What was said"),
        max_length=NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In one sentence, as it was meant."),
    )
    about = forms.ChoiceField(label=_("About"), required=False)
    door = forms.ChoiceField(
        label=_("Came from"),
        required=False,
        choices=[("", _("Not stated")), *Door.choices],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Note
        fields = ["kind", "text", "door", "group", "speaker", "consent"]
        widgets = {"kind": forms.RadioSelect}
        labels = {
            "kind": _("Kind"),
            "group": _("Stakeholder group, if it was said"),
            "speaker": _("Name of the person, optional"),
        }
        help_texts = {"speaker": _("Only if the person agreed to be named in the paper.")}

    field_order = ["kind", "text", "about", "door", "group", "speaker", "consent", "uuid"]

    def __init__(self, *args, workshop: Workshop, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        self.fields["kind"].choices = Note.Kind.choices
        self.fields["group"].choices = [("", _("Not stated")), *StakeholderGroup.choices]
        self.questions = {f"q{q.pk}": q for q in workshop.policy_questions.all()}
        self.items = {f"d{item.pk}": item for item in workshop.draft_items.all()}
        self.fields["about"].choices = self._subjects()
        if self.instance.pk:
            self.initial["about"] = _key(self.instance)
            self.initial["uuid"] = self.instance.uuid
            self.fields["text"].disabled = self.instance.passage_id is not None

    @property
    def shows_more(self) -> bool:
        """Whether what stands behind the line is worth seeing: an old note, or a mistake in it."""
        return self.is_bound or self.instance.pk is not None

    def _subjects(self) -> list:
        choices: list = [("", _("The session as a whole"))]
        questions = [(key, f"{q.letter}. {q.text}") for key, q in self.questions.items()]
        items = [(key, str(item)) for key, item in self.items.items()]
        if questions:
            choices.append((_("Policy questions"), questions))
        if items:
            choices.append((_("Draft under discussion"), items))
        return choices

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("speaker") and not data.get("consent"):
            self.add_error(
                "consent", _("Tick this box only if the person agreed; otherwise remove the name.")
            )
        return data

    def note_fields(self) -> dict:
        """What the actions take, next to the uuid."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        about = self.cleaned_data["about"]
        data["policy_question"] = self.questions.get(about)
        data["draft_item"] = self.items.get(about)
        return data

    def _post_clean(self) -> None:
        """The consent rule is said at the field above; the row is written by the action."""


def _key(note: Note) -> str:
    if note.policy_question_id:
        return f"q{note.policy_question_id}"
    return f"d{note.draft_item_id}" if note.draft_item_id else ""
