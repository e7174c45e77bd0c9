from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum import countries
from forum.errors import RuleError
from forum.vocabulary import Gender, RegionalGroup, StakeholderGroup
from submissions import uploads
from submissions.fields import Country, LongText, OneLine, optional
from workshops.models import Contributor

BIOGRAPHY_WORDS = 150
OF_THE_PERSON = ("name", "country", "gender", "biography")


class PhotoField(forms.FileField):
    """A portrait; what comes out is drawn anew and ready to be kept."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})

    def clean(self, data, initial=None):
        sent = super().clean(data, initial)
        try:
            return uploads.photo(sent) if sent else None
        except RuleError as error:
            raise forms.ValidationError(error.message) from error


class OwnDataForm(forms.Form):
    """What the invited person says about the own person."""

    use_required_attribute = False
    name = OneLine(label=_("Your name"), limit=120)
    affiliation = OneLine(label=_("Your affiliation"), limit=160, required=False)
    country = Country(label=_("Country"), required=False)
    group = forms.ChoiceField(
        label=_("Stakeholder group"),
        choices=optional(StakeholderGroup.choices, _("Not stated")),
        required=False,
    )
    region = forms.ChoiceField(
        label=_("Regional group"),
        choices=optional(RegionalGroup.choices, _("From the country")),
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=optional(Gender.choices, _("Not stated")),
        required=False,
        help_text=_(
            "Never shown to the public. It is counted, so that the forum knows how balanced it is."
        ),
    )
    biography = LongText(
        label=_("Short biography"),
        words=BIOGRAPHY_WORDS,
        required=False,
        help_text=_("Up to 150 words. Shown on the page of the session if you accept."),
    )
    photo = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "PNG or JPEG, up to 2 megabytes. It is made small and loses hidden data such as "
            "the place. Shown on the page of the session if you accept."
        ),
    )
    remove_photo = forms.BooleanField(label=_("Remove my photo"), required=False)

    def __init__(self, *args, with_photo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_photo:
            del self.fields["remove_photo"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("region") and "region" not in self.errors:
            data["region"] = countries.region_of(data.get("country", ""))
        return data


def own_data(contributor: Contributor) -> dict[str, str]:
    """What the form shows before anything is typed."""
    person = contributor.person
    return {
        **{name: getattr(person, name) for name in OF_THE_PERSON},
        "affiliation": str(contributor.affiliation or ""),
        "group": contributor.group,
        "region": contributor.region,
    }
