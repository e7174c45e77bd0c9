from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EARLIEST = date(2006, 1, 1)


class PublicationForm(forms.Form):
    """A later publication that rests on a paper."""

    title = forms.CharField(label=_("Title"), max_length=200)
    publisher = forms.CharField(
        label=_("Published by"), max_length=160, help_text=_("An organization or a person.")
    )
    url = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https", help_text="https://…"
    )
    published_on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    page = forms.CharField(
        label=_("Page or section that rests on the paper, optional"), max_length=60, required=False
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Give an address that begins with https://."))
        return str(url)

    def clean_published_on(self) -> date:
        """Not before the first forum and not in the future."""
        day: date = self.cleaned_data["published_on"]
        if not EARLIEST <= day <= timezone.localdate():
            raise forms.ValidationError(_("Give a date between 2006 and today."))
        return day
