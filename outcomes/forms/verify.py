import re

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.verification import LARGEST_UPLOAD
from surveys import receipts

RECEIPT = re.compile(rf"[a-z2-7]{{{receipts.RECEIPT_LENGTH}}}")
HASH = re.compile(r"[0-9a-f]{64}")
ZIP = b"PK\x03\x04"


class ReceiptForm(forms.Form):
    """A receipt as people write it down: with spaces or hyphens, in any letters."""

    receipt = forms.CharField(
        label=_("Receipt"),
        max_length=60,
        help_text=_("16 letters and digits; spaces and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_receipt(self) -> str:
        found = receipts.from_typed(self.cleaned_data["receipt"])
        if not RECEIPT.fullmatch(found):
            raise forms.ValidationError(
                _("A receipt has 16 characters: letters, and the digits 2 to 7.")
            )
        return found


class BundleForm(forms.Form):
    """A results bundle and, better, the fingerprint it should have."""

    bundle = forms.FileField(
        label=_("Results bundle, ZIP"), widget=forms.FileInput(attrs={"accept": ".zip"})
    )
    expect = forms.CharField(
        label=_("Fingerprint (SHA-256) from the paper or read out in the session"),
        max_length=120,
        required=False,
        help_text=_("Without it nobody can say where the bundle comes from."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def clean_bundle(self):
        sent = self.cleaned_data["bundle"]
        if sent.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Check it on this page without sending it.")
                % {"mb": LARGEST_UPLOAD // 1_000_000}
            )
        if not sent.read(len(ZIP)) == ZIP:
            raise forms.ValidationError(_("This is not a ZIP file. Choose bundle.zip of a paper."))
        sent.seek(0)
        return sent

    def clean_expect(self) -> str:
        found = "".join(self.cleaned_data["expect"].split()).lower()
        if found and not HASH.fullmatch(found):
            raise forms.ValidationError(
                _("A SHA-256 has 64 characters: digits and letters a to f.")
            )
        return found
