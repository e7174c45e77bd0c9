"""What the Secretariat fills in about a call: its times, its form, its access codes."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.models import Edition
from submissions.fields import LimitedText
from submissions.form_catalogue import Entry
from submissions.models import Call, FieldSetting
from submissions.rules import AtMostCharacters

VENUE = "venue"
YEARS = range(2000, 2100)
LONGEST_NOTE = 500
KEY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


class ClockTime(forms.DateTimeField):
    """A day and a time as a clock shows them; which clock is said beside it."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value) -> datetime | None:
        moment = super().to_python(value)
        if moment and moment.year not in YEARS:
            raise forms.ValidationError(_("Write a year from 2000 to 2099."))
        return timezone.make_naive(moment) if moment else None


class OnAClock(forms.Form):
    """A form whose times are read on the clock of UTC or of the venue."""

    clocks: tuple[str, ...] = ()
    zone = forms.ChoiceField(
        label=gettext_lazy("Clock of the times below"),
        choices=[("utc", gettext_lazy("UTC"))],
        widget=forms.RadioSelect,
        initial="utc",
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        if edition.timezone != "UTC":
            place = edition.host_city or edition.timezone
            words = _("%(place)s (%(zone)s)") % {"place": place, "zone": edition.timezone}
            zone = cast(forms.ChoiceField, self.fields["zone"])
            zone.choices = [("utc", _("UTC")), (VENUE, words)]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        zone = self.edition.zone if data.get("zone") == VENUE else ZoneInfo("UTC")
        for name in self.clocks:
            if data.get(name):
                data[name] = self._moment(name, data[name], zone)
        return data

    def _moment(self, name: str, shown: datetime, zone: ZoneInfo) -> datetime | None:
        """The instant a clock shows that; refused where it shows it never or twice."""
        moment = shown.replace(tzinfo=zone)
        exists = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == shown
        if exists and moment.replace(fold=1).utcoffset() == moment.utcoffset():
            return moment.astimezone(UTC)
        self.add_error(name, _("The clock is changed at that hour. Write this time in UTC."))
        return None


def _note(**kwargs) -> forms.CharField:
    return forms.CharField(
        max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), **kwargs
    )


class CallForm(OnAClock):
    """When a call opens and closes, as long as it has not opened."""

    clocks = ("opens_at", "closes_at")
    field_order = ("zone", "opens_at", "closes_at", "note")
    opens_at = ClockTime(label=gettext_lazy("Opens"))
    closes_at = ClockTime(
        label=gettext_lazy("Closes"),
        required=False,
        help_text=gettext_lazy("Without a closing time it stays open."),
    )
    note = _note(
        label=gettext_lazy("Words above the form"),
        required=False,
        help_text=gettext_lazy("Public, also on the home page. Up to 500 characters."),
    )

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, edition=call.edition, **kwargs)
        self.initial["note"] = call.note
        for name in self.clocks:
            if moment := getattr(call, name):
                self.initial[name] = moment.astimezone(UTC).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Let it close after it has opened."))
        return data


class NoteForm(forms.Form):
    note = _note(
        label=gettext_lazy("Words above the form"),
        required=False,
        help_text=gettext_lazy("Public, also on the home page. Up to 500 characters."),
    )


class ExtensionForm(OnAClock):
    """A later closing time, and the words everybody reads about it."""

    clocks = ("closes_at",)
    field_order = ("zone", "closes_at", "note")
    closes_at = ClockTime(label=gettext_lazy("Closes"))
    note = _note(
        label=gettext_lazy("Public note"),
        help_text=gettext_lazy("Why, for everybody to read. Up to 500 characters."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="extension_%s", **kwargs)


class FieldSettingForm(forms.Form):
    """One field of the form of a call; what is left empty stays as built in."""

    label = forms.CharField(label=gettext_lazy("Label"), max_length=200, required=False)
    help = forms.CharField(
        label=gettext_lazy("Help"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    limit = forms.IntegerField(label=gettext_lazy("Limit"), min_value=1, required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"), choices=FieldSetting.Unit, widget=forms.RadioSelect
    )
    required = forms.ChoiceField(
        label=gettext_lazy("Needed before submitting"),
        choices=[
            ("", gettext_lazy("As built in")),
            ("yes", gettext_lazy("Needed")),
            ("no", gettext_lazy("Optional")),
        ],
        required=False,
    )
    is_new = forms.BooleanField(label=gettext_lazy("Mark it as new this year"), required=False)

    def __init__(self, *args, entry: Entry, setting: FieldSetting | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.fields["label"].help_text = _("Built in: “%(label)s”.") % {"label": entry.label}
        if entry.limited:
            self._say_limit(entry.limited)
        else:
            del self.fields["limit"], self.fields["unit"]
        if entry.always or not entry.can_be_required:
            del self.fields["required"]
        else:
            self._say_required()
        if setting:
            answers = {None: "", True: "yes", False: "no"}
            self.initial = {
                "label": setting.label,
                "help": setting.help,
                "limit": setting.limit,
                "unit": setting.unit or self.initial.get("unit"),
                "required": answers[setting.required],
                "is_new": setting.is_new,
            }

    def _say_limit(self, field: LimitedText) -> None:
        self.initial["unit"] = field.unit
        units = dict(FieldSetting.Unit.choices)
        self.fields["limit"].help_text = _(
            "Built in: %(limit)d %(unit)s. At most %(words)d words or %(characters)d characters."
        ) % {
            "limit": field.limit,
            "unit": units[field.unit],
            "words": field.largest(field.bound, FieldSetting.Unit.WORDS),
            "characters": field.bound,
        }

    def _say_required(self) -> None:
        built_in = _("needed") if self.entry.required else _("optional")
        if self.entry.varies:
            built_in = _("as the type of session needs it")
        self.fields["required"].help_text = _("Built in: %(answer)s.") % {"answer": built_in}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        field, limit, unit = self.entry.limited, data.get("limit"), data.get("unit")
        if field and limit and unit and limit > (most := field.largest(field.bound, unit)):
            words = _("At most %(most)d here: there is no room for more.")
            self.add_error("limit", words % {"most": most})
        return data

    def content(self) -> dict[str, Any]:
        """What a valid form says, for the action."""
        data = self.cleaned_data
        limit = data.get("limit")
        return {
            "label": data["label"],
            "help": data["help"],
            "limit": limit,
            "unit": data["unit"] if limit else "",
            "required": {"yes": True, "no": False}.get(data.get("required", "")),
            "is_new": data["is_new"],
        }


class AccessCodeForm(OnAClock):
    """A code for one request, or for one new request of an account."""

    clocks = ("expires_at",)
    field_order = ("request", "email", "zone", "expires_at", "note")
    request = forms.CharField(
        label=gettext_lazy("Request"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The address of its page. Leave it empty for a new request."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address for a new request"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Only the account with this address can use the code."),
    )
    expires_at = ClockTime(label=gettext_lazy("Holds until"))
    note = _note(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For the record of the Secretariat. Up to 500 characters."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="code_%s", **kwargs)
        in_a_week = timezone.now().astimezone(UTC) + timedelta(days=7)
        self.initial.setdefault("expires_at", in_a_week.replace(tzinfo=None, second=0))

    def clean_request(self) -> UUID | None:
        found = KEY.findall(self.cleaned_data["request"].casefold())
        if self.cleaned_data["request"] and not found:
            raise forms.ValidationError(_("This is not the address of the page of a request."))
        return UUID(found[-1]) if found else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data["request"]) == bool(data["email"]):
            self.add_error("request", _("Give either a request or an e-mail address."))
        return data


class CodeForm(forms.Form):
    """The code as somebody types it on a closed page."""

    code = forms.CharField(
        label=gettext_lazy("Access code"),
        strip=True,
        validators=[AtMostCharacters(80)],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"}
        ),
    )
