"""Asking for a large file of an edition, and clearing away those nobody needs any more."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, jobs, whole_files
from forum.errors import RuleError
from forum.models import Edition, Job, User
from forum.references import reference
from outcomes import tasks
from outcomes.models import Export
from outcomes.permissions import can_export

KEPT = timedelta(days=7)
OPEN = (Job.Status.QUEUED, Job.Status.RUNNING)
AT_ONCE = 50


@transaction.atomic
def queue(edition: Edition, kind: str, *, by: User) -> Export:
    """A large file in the making: the one this person waits for already, or a new one."""
    if not can_export(by):
        raise RuleError(_("The Secretariat makes exports."), on=edition)
    asked = Export.objects.filter(edition=edition, kind=kind, owner=by)
    names = {reference(one): one for one in asked}
    waiting = Job.objects.filter(subject__in=names, status__in=OPEN).first()
    if waiting:
        return names[waiting.subject]
    export = Export.objects.create(edition=edition, kind=kind, owner=by)
    jobs.queue(tasks.EXPORT, export, tasks.build_export.delay)
    audit.record(by, "asked for an export", export)
    return export


def remove_old() -> int:
    """Delete files made more than a week ago with their rows; returns how many."""
    old = list(Export.objects.filter(created_at__lt=timezone.now() - KEPT)[:AT_ONCE])
    for export in old:
        whole_files.remove(export.path)
        export.delete()
    return len(old)
