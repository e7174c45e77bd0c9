"""The forms of the Secretariat's desk for booth requests."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from booths import capacity
from booths.forms.village import search
from booths.models import Booth
from submissions import steps


class AcceptForm(forms.Form):
    """The place, where there is a floor plan."""

    stand = forms.ModelChoiceField(
        queryset=None,
        label=_("Place in the Village"),
        required=False,
        empty_label=_("No place yet"),
        help_text=_(
            "Onsite booths only. Places can also be given to all at once. When the Village is "
            "full, the request goes on the waiting list."
        ),
    )

    def __init__(self, *args, booth: Booth, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand"].queryset = capacity.open_places(booth.edition)
        self.fields["stand"].widget.attrs["class"] = "form-select"


def narrow(booths: QuerySet[Booth], chosen: Mapping[str, Any]) -> QuerySet[Booth]:
    """The requests of the chosen theme that the text is found in; a booth has no session type."""
    if chosen.get("type"):
        return booths.none()
    if chosen.get("theme"):
        booths = booths.filter(
            pk__in=Booth.themes.through.objects.filter(theme=chosen["theme"]).values("booth")
        )
    text = chosen.get("q", "").strip()
    if not text:
        return booths
    by_account = Q(created_by__email__icontains=text) | Q(created_by__name__icontains=text)
    found = Q(pk__in=search(Booth.objects.all(), text).order_by().values("pk")) | by_account
    partners = Booth.partners.through.objects.filter(organization__name__icontains=text)
    return booths.filter(found | Q(pk__in=partners.values("booth")))


def waiting_for(booths: QuerySet[Booth], step: str) -> QuerySet[Booth]:
    """Requests that wait: for a place in the Village, or for what any request waits for."""
    listed = Booth.objects.waiting().order_by().values("pk")
    if step == "waiting":
        return booths.filter(pk__in=listed)
    found = steps.waiting_for(booths, step)
    return found.exclude(pk__in=listed) if step == "decision" else found
