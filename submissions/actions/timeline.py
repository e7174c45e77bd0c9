"""The dates of a call, as the Secretariat sets them."""

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from submissions.models import Call, Milestone

MOST = 30


@transaction.atomic
def set_milestone(
    call: Call,
    *,
    label: str,
    day: date,
    time: time | None,
    is_public: bool,
    by: User,
    milestone: Milestone | None = None,
) -> Milestone:
    """Add a date to a call, or change the given one; a call has each of its dates once."""
    others = call.milestones.all()
    if milestone:
        others = others.exclude(pk=milestone.pk)
    if milestone is None and others.count() >= MOST:
        text = _("A call has at most %(most)d dates. Delete one first.") % {"most": MOST}
        raise RuleError(text, on=call)
    if others.filter(label=label, day=day).exists():
        raise RuleError(_("This date is in the list already."), on=call, field="label")
    stored = milestone or Milestone(call=call)
    stored.label, stored.day, stored.time, stored.is_public = label, day, time, is_public
    stored.save()
    audit.record(by, "changed a date" if milestone else "added a date", stored)
    return stored


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User) -> None:
    """Delete a date; nobody sees it any more."""
    audit.record(by, "deleted a date", milestone)
    milestone.delete()
