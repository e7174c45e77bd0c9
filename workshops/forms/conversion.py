"""What the Secretariat chooses when a session gets another type."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from submissions.fields import optional
from workshops import fitting
from workshops.models import SessionType, Workshop


class ConversionForm(forms.Form):
    """The type, and a format and length that it has; what no longer fits has to be confirmed."""

    def __init__(self, *args, workshop: Workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        kinds = SessionType.objects.filter(edition=workshop.edition)
        others = kinds.exclude(pk=workshop.type_id)
        self.losses: list[str] = []
        self.fields["to"] = forms.ModelChoiceField(
            others, label=_("New type"), empty_label=_("Choose a type")
        )
        layouts = dict.fromkeys([workshop.layout, *(one for kind in kinds for one in kind.layouts)])
        self.fields["layout"] = forms.ChoiceField(
            label=_("Format"),
            required=False,
            choices=optional([(one, one) for one in layouts if one], _("No format")),
            initial=workshop.layout,
        )
        lengths = {workshop.minutes, *(one for kind in kinds for one in kind.minutes)} - {None}
        self.fields["minutes"] = forms.TypedChoiceField(
            label=_("Length"),
            coerce=int,
            empty_value=None,
            choices=optional(
                [(str(n), _("%(n)d minutes") % {"n": n}) for n in sorted(lengths)],
                _("Choose a length"),
            ),
            initial=workshop.minutes,
        )
        self.fields["anyway"] = forms.BooleanField(
            label=_("Convert it all the same"), required=False
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data.get("to")
        if not kind:
            return data
        for name, message in fitting.misfits(kind, data.get("layout"), data.get("minutes")):
            self.add_error(name, message)
        if kind.layouts and data.get("layout") == "" and "layout" in fitting.needed_now(kind):
            self.add_error("layout", _("This type needs a format."))
        self.losses = fitting.losses(self.workshop, kind, data.get("minutes"))
        if self.losses and not data.get("anyway") and not self.errors:
            self.add_error("anyway", " ".join([_("This will no longer fit:"), *self.losses]))
        return data

    def choice(self) -> dict[str, Any]:
        """What a valid form says, for the action."""
        return {name: self.cleaned_data[name] for name in ("to", "layout", "minutes")}
