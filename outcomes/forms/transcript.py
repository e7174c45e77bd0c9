from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from forum.errors import RuleError
from outcomes import transcripts
from outcomes.forms.notes import NOTE_CHARS, NoteForm
from outcomes.models import Passage

PASTED_CHARS = 500_000
SEARCH_CHARS = 100


class TranscriptForm(forms.Form):
    """A transcript, pasted or sent as a file; `reading` is how it was understood.

    The pasted text is no field of characters: what is invisible in it is left out, not refused.
    """

    file = forms.FileField(
        label=_("File: TXT, VTT or SRT, 2 MB at most"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.vtt,.srt,text/plain,text/vtt"}),
    )
    text = forms.Field(
        label=_("Or the text itself"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": PASTED_CHARS, "dir": "auto"}),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        sent, typed = data.get("file"), data.get("text") or ""
        if bool(sent) == bool(typed.strip()):
            raise forms.ValidationError(_("Choose a file or paste the text, one of the two."))
        name = "file" if sent else "text"
        try:
            self.reading = _read(sent) if sent else transcripts.read_text(typed)
        except RuleError as error:
            self.add_error(name, error.message)
        return data


def _read(sent: UploadedFile) -> transcripts.Reading:
    """Never more than the limit is taken into memory, whatever size the file says it has."""
    return transcripts.read(sent.read(transcripts.LARGEST + 1))


class QuoteForm(NoteForm):
    """Words of one passage, and what a note says about them. The words can only be shortened."""

    text = forms.CharField(
        label=_("Words to quote"),
        max_length=NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "Delete what you do not quote at the beginning and at the end. Change nothing else."
        ),
    )

    def __init__(self, *args, passage: Passage, **kwargs) -> None:
        super().__init__(*args, workshop=passage.transcript.workshop, **kwargs)
        self.passage = passage

    def clean_text(self) -> str:
        """As in the passage: one line with single spaces."""
        return transcripts.one_line(self.cleaned_data["text"])


class SearchForm(forms.Form):
    """Words to look for in the transcript."""

    q = forms.CharField(label=_("Words in the transcript"), max_length=SEARCH_CHARS, required=False)
