"""The forms of the Secretariat's desk for booth requests."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from booths import capacity
from booths.forms.village import search
from booths.models import Booth
from submissions.models import Submission


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


class DeskFilter(forms.Form):
    """What the Secretariat looks for among the requests of an edition."""

    WAITING = [
        ("decision", _("Wait for a decision")),
        ("release", _("Decided, not released")),
        ("waiting", _("On the waiting list")),
    ]

    q = forms.CharField(label=_("Topic, organization or number"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *Submission.Status.choices],
    )
    waiting = forms.ChoiceField(
        label=_("What is missing"), required=False, choices=[("", _("Anything")), *WAITING]
    )

    def apply(self, booths: QuerySet[Booth]) -> QuerySet[Booth]:
        """The requests that fit; a field filled in wrongly does not narrow them."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("status"):
            booths = booths.filter(status=chosen["status"])
        if chosen.get("waiting"):
            booths = waiting_for(booths, chosen["waiting"])
        return search(booths, chosen.get("q", ""))


def waiting_for(booths: QuerySet[Booth], step: str) -> QuerySet[Booth]:
    """Requests that wait: for the Secretariat's decision, for its release, or for a place."""
    if step == "waiting":
        return booths.filter(pk__in=Booth.objects.waiting().order_by().values("pk"))
    if step == "decision":
        booths = booths.exclude(pk__in=Booth.objects.waiting().order_by().values("pk"))
    status = Submission.Status
    steps = {
        "decision": {"status": status.SUBMITTED},
        "release": {"status__in": [status.ACCEPTED, status.DECLINED], "released_at": None},
    }
    return booths.filter(**steps[step])
