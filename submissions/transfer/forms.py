"""The upload of a file with requests, and its confirmation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.errors import RuleError
from forum.models import Edition
from forum.tables import LARGEST
from submissions.models import Call
from submissions.transfer.plan import Options
from submissions.transfer.store import tables_of


class UploadForm(forms.Form):
    """The file, for which edition and kind, and what is to be done beside."""

    use_required_attribute = False
    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Edition.objects.all(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("What the file holds"), choices=Call.Kind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 10 megabytes. Nothing is changed before you confirm."),
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.xlsx,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
        },
    )
    invite = forms.BooleanField(
        label=_("Send invitations to the people added"),
        help_text=_("Otherwise nobody gets a mail from the import."),
        required=False,
    )
    keep_numbers = forms.BooleanField(
        label=_("Keep the numbers of new requests"),
        help_text=_("Otherwise the column “number” only counts for requests that are stored."),
        required=False,
    )
    despite_rules = forms.BooleanField(
        label=_("Take requests that break a blocking rule"),
        help_text=_("Otherwise each of them is named as a problem."),
        required=False,
    )

    def clean_file(self) -> bytes:
        """The bytes of a file that can be read as tables."""
        data = self.cleaned_data["file"].read(LARGEST + 1)
        try:
            tables_of(data)
        except RuleError as error:
            raise forms.ValidationError(error.message) from error
        return data

    def options(self) -> Options:
        chosen: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("invite", "keep_numbers", "despite_rules")
        }
        return Options(**chosen)
