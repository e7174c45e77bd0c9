from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths.models import Booth
from submissions.fields import OneLine


class PartnerBoothForm(forms.Form):
    """The other booth: the number of a public one, or the code its exhibitor passed on."""

    partner = OneLine(
        label=gettext_lazy("Number of the other booth, or the code of its request"),
        limit=40,
        help_text=gettext_lazy("The exhibitor finds the code on the page of the own request."),
    )

    def __init__(self, data=None, *, booth: Booth):
        super().__init__(data)
        self.booth = booth

    def clean_partner(self) -> Booth:
        typed = self.cleaned_data["partner"].removeprefix("#")
        others = Booth.objects.filter(edition=self.booth.edition_id)
        found = None
        if typed.isdecimal() and len(typed) < 7:
            found = others.public().filter(number=int(typed)).first()
        elif code := _uuid(typed):
            found = others.filter(uuid=code).exclude(status=Booth.Status.DRAFT).first()
        if found is None:
            raise forms.ValidationError(_("There is no such booth in this edition."))
        return found


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
