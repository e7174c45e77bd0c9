from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from booths.models import Booth, Initiative
from forum.models import Edition, Goal


def search(booths: QuerySet[Booth], text: str) -> QuerySet[Booth]:
    """Booths whose topic, organization or initiatives contain the text, or whose number it is."""
    text = text.strip()
    if not text:
        return booths
    shown = Initiative.objects.filter(title__icontains=text)
    found = Q(title__icontains=text) | Q(organization__name__icontains=text)
    found |= Q(pk__in=shown.values("booth"))
    number = text.removeprefix("#")
    if number.isdecimal() and len(number) < 7:
        found |= Q(number=int(number))
    return booths.filter(found)


class VillageFilter(forms.Form):
    """Search, themes, one goal, words of an initiative, kind of booth."""

    KINDS = {"onsite": {"is_onsite": True}, "virtual": {"is_virtual": True}}

    q = forms.CharField(required=False, max_length=100)
    initiative = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False)
    theme = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    goal = forms.ChoiceField(required=False)

    def __init__(self, data, edition: Edition):
        super().__init__(data)
        self.fields["q"].label = _("Topic, organization or number")
        self.fields["initiative"].label = _("Words of an initiative")
        self.fields["kind"].label = _("Onsite or virtual")
        self.fields["kind"].choices = [
            ("", _("Onsite and virtual")),
            ("onsite", _("Onsite")),
            ("virtual", _("Virtual")),
        ]
        themes = edition.themes.values_list("pk", "title")
        self.fields["theme"].label = edition.theme_label
        self.fields["theme"].choices = [(str(key), title) for key, title in themes]
        goals = [
            (str(goal.number), f"{goal.number} {_(goal.title)}") for goal in Goal.objects.all()
        ]
        self.fields["goal"].label = _("Goal")
        self.fields["goal"].choices = [("", _("All goals")), *goals]
        for name in ("goal", "kind"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def apply(self, booths: QuerySet[Booth]) -> QuerySet[Booth]:
        """The booths that fit; a field filled in wrongly does not narrow them."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("theme"):
            booths = booths.filter(pk__in=Booth.objects.filter(themes__in=chosen["theme"]))
        if chosen.get("goal"):
            booths = booths.filter(goals=chosen["goal"])
        if chosen.get("kind"):
            booths = booths.filter(**self.KINDS[chosen["kind"]])
        if words := chosen.get("initiative", "").strip():
            told = Q(title__icontains=words) | Q(text__icontains=words)
            booths = booths.filter(pk__in=Initiative.objects.filter(told).values("booth"))
        return search(booths, chosen.get("q", ""))

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())
