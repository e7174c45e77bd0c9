from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from submissions.models import Submission
from workshops.forms.programme import search
from workshops.models import Workshop


class DeskFilter(forms.Form):
    """What the Secretariat looks for among the proposals of an edition."""

    WAITING = [
        ("decision", _("Wait for a decision")),
        ("release", _("Decided, not released")),
        ("place", _("Accepted, no room and time")),
    ]

    q = forms.CharField(label=_("Title, person or number"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *Submission.Status.choices],
    )
    waiting = forms.ChoiceField(
        label=_("What is missing"), required=False, choices=[("", _("Anything")), *WAITING]
    )

    def apply(self, proposals: QuerySet[Workshop]) -> QuerySet[Workshop]:
        """The proposals that fit; a field filled in wrongly does not narrow them."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("status"):
            proposals = proposals.filter(status=chosen["status"])
        if chosen.get("waiting"):
            proposals = waiting_for(proposals, chosen["waiting"])
        return search(proposals, chosen.get("q", ""))


def waiting_for(proposals: QuerySet[Workshop], step: str) -> QuerySet[Workshop]:
    """Proposals that wait for the Secretariat: for a decision, its release, or a room and time."""
    accepted, declined = Submission.Status.ACCEPTED, Submission.Status.DECLINED
    steps = {
        "decision": {"status": Submission.Status.SUBMITTED},
        "release": {"status__in": [accepted, declined], "released_at": None},
        "place": {"status": accepted, "slot": None},
    }
    return proposals.filter(**steps[step])
