"""Stopping all compiling and starting it again: the Secretariat's switch."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes import switch, tasks
from outcomes.models import CompilingSwitch
from outcomes.permissions import can_stop_compiling


@transaction.atomic
def stop(*, by: User, reason: str) -> CompilingSwitch:
    """Compile no paper from now on. Queued papers wait; what runs writes nothing and waits too."""
    return _throw(by, is_stopped=True, reason=reason)


@transaction.atomic
def go_on(*, by: User) -> CompilingSwitch:
    """Compile again, beginning with everything that waited."""
    thrown = _throw(by, is_stopped=False, reason="")
    waiting = [str(key) for key in switch.waiting().values_list("pk", flat=True)]
    for key in waiting:
        transaction.on_commit(partial(tasks.compile_impulse_paper.delay, key), robust=True)
    return thrown


def _throw(by: User, *, is_stopped: bool, reason: str) -> CompilingSwitch:
    if not can_stop_compiling(by):
        raise RuleError(_("Only the Secretariat stops and starts the compiling of papers."))
    switch.lock()
    if bool(switch.stopped()) == is_stopped:
        raise RuleError(_("Somebody did this already."))
    thrown = CompilingSwitch.objects.create(is_stopped=is_stopped, reason=reason, by=by)
    audit.record(by, "stopped compiling" if is_stopped else "started compiling", thrown)
    return thrown
