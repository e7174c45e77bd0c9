"""The Secretariat's forms for the floor plan."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths import capacity
from booths.grid import EDGE, misplaced
from booths.models import Booth, Place
from booths.plan import in_alphabetical_order, places_needed
from forum.models import Edition
from submissions.fields import OneLine

MOST_IN_A_ROW = 30
NUMBERS = {"x": (0, EDGE - 1), "y": (0, EDGE - 1), "width": (1, 10), "height": (1, 10)}


class RowsForm(forms.Form):
    """How many places, in rows of how many."""

    count = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=300)
    per_row = forms.IntegerField(
        label=gettext_lazy("Places in a row"), min_value=1, max_value=MOST_IN_A_ROW
    )


class PlaceForm(forms.ModelForm):
    """One line of the table; every field names its place for those who do not see the column."""

    label = OneLine(label=gettext_lazy("Label"), limit=20)
    note = OneLine(label=gettext_lazy("Note"), limit=120, required=False)

    class Meta:
        model = Place
        fields = ["label", "x", "y", "width", "height", "is_available", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (least, most) in NUMBERS.items():
            initial = self.fields[name].initial
            label = self.fields[name].label
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most, initial=initial
            )
        place = self.instance.label or _("new place")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {place}"
            kind = "form-check-input" if isinstance(field, forms.BooleanField) else "form-control"
            field.widget.attrs["class"] = kind


class Places(forms.BaseModelFormSet):
    def clean(self) -> None:
        """Refuse a label that stands above already, and a place on another one, at its field."""
        super().clean()
        self._refuse_labels()
        kept = [form for form in self.forms if _is_kept(form)]
        for number, why in misplaced(form.instance for form in kept).items():
            kept[number].add_error("x", why)

    def _refuse_labels(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            label = form.cleaned_data.get("label", "") if form.is_valid() else ""
            if label in seen and not form.cleaned_data.get("DELETE"):
                form.add_error("label", _("Another place has this label."))
            seen |= {label} - {""}


def _is_kept(form: forms.BaseForm) -> bool:
    """A line that holds a place after this save, as far as it can be read."""
    return form.is_valid() and bool(form.instance.label) and not form.cleaned_data.get("DELETE")


PlaceTable = forms.modelformset_factory(
    Place,
    form=PlaceForm,
    formset=Places,
    extra=1,
    can_delete=True,
    max_num=300,
    absolute_max=320,
)


def place_table(edition: Edition, data=None) -> forms.BaseModelFormSet:
    """The table of an edition's places; what is new in it belongs to the edition."""
    table = PlaceTable(data, queryset=Place.objects.filter(edition=edition), prefix="places")
    for form in table.forms:
        form.instance.edition = edition
        form.fields["DELETE"].widget.attrs |= {
            "aria-label": f"{_('Delete')}, {form.instance.label}",
            "class": "form-check-input",
        }
    return table


class AllocationForm(forms.Form):
    """One choice of a place per booth; released booths that have one are not asked."""

    def __init__(self, data=None, *, edition: Edition, propose: bool = False):
        super().__init__(data)
        self.booths = {_key(booth): booth for booth in places_needed(edition)}
        proposed = in_alphabetical_order(edition) if propose else {}
        choices = list(self._places(edition))
        for key, booth in self.booths.items():
            if is_fixed(booth):
                continue
            stand = proposed.get(booth, booth.stand)
            self.fields[key] = forms.TypedChoiceField(
                label=str(booth.organization or booth.title),
                choices=[("", _("no place yet")), *choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=stand.pk if stand else "",
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[key].widget.attrs["aria-label"] = f"{_('Place')}, {booth.full_name}"
        self.found = {place.pk: place for place in Place.objects.filter(edition=edition)}

    def _places(self, edition: Edition) -> Iterator[tuple[int, str]]:
        """Open places and those that can be swapped."""
        movable = [b.stand_id for b in self.booths.values() if b.stand_id and not is_fixed(b)]
        free = capacity.open_places(edition).values("pk")
        for place in Place.objects.filter(Q(pk__in=free) | Q(pk__in=movable), edition=edition):
            yield place.pk, place.label

    def clean(self) -> dict[str, Any]:
        seen: set[int] = set()
        for key, chosen in list(self.cleaned_data.items()):
            if chosen in seen:
                self.add_error(key, _("This place is chosen twice."))
            elif chosen is not None:
                seen.add(chosen)
        return self.cleaned_data

    def chosen(self) -> dict[Booth, Place | None]:
        """Booth → place, for every booth that was asked."""
        return {self.booths[key]: self.found.get(place) for key, place in self.cleaned_data.items()}

    def rows(self) -> list[tuple[Booth, forms.BoundField | None]]:
        """Every booth by the name of its organization, with its choice unless it is fixed."""
        ordered = sorted(
            self.booths.items(), key=lambda item: str(item[1].organization or "").casefold()
        )
        return [(booth, self[key] if key in self.fields else None) for key, booth in ordered]


class MoveForm(forms.Form):
    """One booth dragged on the plan: where to, and what was seen at both places."""

    booth = forms.ModelChoiceField(queryset=None)
    place = forms.ModelChoiceField(queryset=None, required=False)
    was = forms.ModelChoiceField(queryset=None, required=False)
    seen = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, data, *, edition: Edition):
        super().__init__(data)
        for name in ("booth", "seen"):
            self.fields[name].queryset = places_needed(edition)
        for name in ("place", "was"):
            self.fields[name].queryset = Place.objects.filter(edition=edition)


class TakeBackForm(forms.Form):
    """Why a released booth loses its fixed place."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("The exhibitor reads it in a mail. Up to 1000 characters."),
    )


def is_fixed(booth: Booth) -> bool:
    """A released place changes only after it is taken back."""
    return booth.released_at is not None and booth.stand_id is not None


def _key(booth: Booth) -> str:
    return f"place-{booth.pk}"
