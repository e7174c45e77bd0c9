"""How far the compiling of a paper is, for the people who wait for it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models import Job
from forum.references import reference
from outcomes.models import ImpulsePaper
from outcomes.switch import COMPILE

READING, COMPILING, CHECKING, SAVING = "reading", "compiling", "checking", "saving"
STEPS = {
    READING: _("Reading the record and the notes"),
    COMPILING: _("Counting, comparing and putting sentences together"),
    CHECKING: _("Checking every sentence against its source"),
    SAVING: pgettext_lazy("a step of the compiler", "Saving the draft"),
}


def steps(paper: ImpulsePaper) -> list[dict]:
    """The named steps of the newest job, each `is-done`, `is-current` or neither."""
    job = Job.objects.filter(kind=COMPILE, subject=reference(paper)).order_by("-queued_at").first()
    names = list(STEPS)
    at = names.index(job.progress) if job and job.progress in STEPS else -1
    states = ["is-done"] * max(at, 0) + ["is-current"] * (at >= 0)
    states += [""] * (len(names) - len(states))
    return [
        {"name": STEPS[name], "state": state} for name, state in zip(names, states, strict=True)
    ]
