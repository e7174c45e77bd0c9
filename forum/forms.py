"""Looking for people and organizations in the registry of the Secretariat."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forum.models import Organization, Person
from forum.vocabulary import RegionalGroup, StakeholderGroup

ANY = [("", _("Any"))]


class RegistryFilter(forms.Form):
    """A search with filters; what cannot be read is said at its field and not applied."""

    q = forms.CharField(
        label=_("Name, e-mail or organization"), required=False, max_length=100, strip=True
    )
    group = forms.ChoiceField(
        label=_("Stakeholder group"), choices=ANY + StakeholderGroup.choices, required=False
    )

    def said(self) -> dict[str, str]:
        self.is_valid()
        return self.cleaned_data


class PeopleFilter(RegistryFilter):
    region = forms.ChoiceField(
        label=_("Regional group"), choices=ANY + RegionalGroup.choices, required=False
    )
    account = forms.ChoiceField(
        label=_("Account"),
        choices=[*ANY, ("yes", _("With an account")), ("no", _("Without an account"))],
        required=False,
    )

    def apply(self, people: QuerySet[Person]) -> QuerySet[Person]:
        said = self.said()
        if text := said.get("q", ""):
            people = people.filter(
                Q(name__icontains=text)
                | Q(email__icontains=text)
                | Q(user__email__icontains=text)
                | Q(organization__name__icontains=text)
            )
        for name in ("group", "region"):
            if said.get(name):
                people = people.filter(**{name: said[name]})
        if said.get("account"):
            people = people.filter(user__isnull=said["account"] == "no")
        return people


class OrganizationFilter(RegistryFilter):
    def apply(self, organizations: QuerySet[Organization]) -> QuerySet[Organization]:
        said = self.said()
        if text := said.get("q", ""):
            organizations = organizations.filter(
                Q(name__icontains=text) | Q(country__icontains=text)
            )
        if said.get("group"):
            organizations = organizations.filter(group=said["group"])
        return organizations


class MergeForm(forms.Form):
    """Two entries that are one, by their keys."""

    keep = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    other = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
