"""Looking for sessions, and giving one its room and time."""

import re
from datetime import datetime, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forum.models import Edition
from workshops.models import Contributor, Room, Slot, Workshop

NUMBER = re.compile(r"^(?:[a-z]*[ #-]*)?([0-9]{1,6})$", re.IGNORECASE)


def search(sessions: QuerySet[Workshop], text: str) -> QuerySet[Workshop]:
    """Sessions whose title or people contain the text, or whose number it is (`33`, `WS #33`)."""
    text = text.strip()
    if not text:
        return sessions
    named = Contributor.objects.filter(listed=True, person__name__icontains=text).exclude(
        answer=Contributor.Answer.DECLINED
    )
    found = Q(title__icontains=text) | Q(pk__in=named.values("workshop"))
    number = NUMBER.match(text)
    if number:
        found |= Q(number=int(number[1]))
    return sessions.filter(found)


class SessionFilter(forms.Form):
    """The filters of the programme and of the list of sessions."""

    q = forms.CharField(label=_("Search title, person or number"), required=False, max_length=100)
    type = forms.MultipleChoiceField(
        label=_("Type"), required=False, widget=forms.CheckboxSelectMultiple
    )
    theme = forms.MultipleChoiceField(
        label=_("Theme"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, edition: Edition):
        super().__init__(data)
        types = edition.session_types.values_list("code", "name")
        themes = edition.themes.values_list("pk", "title")
        self.fields["type"].choices = list(types)
        self.fields["theme"].choices = [(str(key), title) for key, title in themes]
        self.fields["theme"].label = edition.theme_label
        for name in ("type", "theme"):
            self.fields[name].widget.attrs["class"] = "form-check-input"

    def apply(self, sessions: QuerySet[Workshop]) -> QuerySet[Workshop]:
        """The sessions that fit; a field filled in wrongly does not narrow them."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("type"):
            sessions = sessions.filter(type__code__in=chosen["type"])
        if chosen.get("theme"):
            sessions = sessions.filter(theme__in=chosen["theme"])
        return search(sessions, chosen.get("q", ""))

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())


class PlaceForm(forms.Form):
    """Room, day and times on the clock of the venue; without an end the session's length counts."""

    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none())
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=_("Start"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=_("End"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Left empty, the length of the session counts."),
    )

    def __init__(self, data, workshop: Workshop):
        super().__init__(data, initial=_placed(workshop))
        self.workshop = workshop
        edition = workshop.edition
        self.fields["room"].queryset = edition.rooms.all()
        self.fields["day"].help_text = _("%(first)s to %(last)s") % {
            "first": edition.starts_on.isoformat(),
            "last": edition.ends_on.isoformat(),
        }
        self.fields["start"].help_text = _("On the clock of %(zone)s.") % {"zone": edition.timezone}

    def clean(self) -> dict:
        cleaned = super().clean()
        if not {"day", "start", "end"} - cleaned.keys():
            cleaned["starts_at"] = self._moment(cleaned["day"], cleaned["start"])
            cleaned["ends_at"] = self._end(cleaned)
        return cleaned

    def _end(self, cleaned: dict) -> datetime:
        if cleaned["end"]:
            return self._moment(cleaned["day"], cleaned["end"])
        if not self.workshop.minutes:
            self.add_error("end", _("The session has no length: say when it ends."))
        return cleaned["starts_at"] + timedelta(minutes=self.workshop.minutes or 0)

    def _moment(self, day, time) -> datetime:
        return datetime.combine(day, time, tzinfo=self.workshop.edition.zone)


def _placed(workshop: Workshop) -> dict:
    slot = Slot.objects.filter(workshop=workshop).first()
    if not slot:
        return {"day": workshop.edition.starts_on}
    start, end = (
        moment.astimezone(workshop.edition.zone) for moment in (slot.starts_at, slot.ends_at)
    )
    return {"room": slot.room, "day": start.date(), "start": start.time(), "end": end.time()}
