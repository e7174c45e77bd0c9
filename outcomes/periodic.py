"""What the clock owes papers and reports: lost messages sent again, dead jobs told, reminders."""

from django.utils import timezone
from django.utils.translation import gettext as _

from forum import jobs
from forum.models import Job
from outcomes import switch, tasks
from outcomes.actions import readers, stakeholders, visitors
from outcomes.actions.export import remove_old
from outcomes.actions.paper import give_up, queue_after_seal
from outcomes.actions.reminders import remind_due
from outcomes.models import ImpulsePaper
from surveys.models import Survey

SENDERS = {
    tasks.COMPILE: tasks.compile_impulse_paper,
    tasks.RENDER: tasks.render_paper_pdf,
    tasks.EXPORT: tasks.build_export,
}
AT_ONCE = 200


def run() -> int:
    """Send overdue paper jobs again, fail those that died too often, queue forgotten papers."""
    return resend() + fail_exhausted() + queue_forgotten() + remove_old()


def remind() -> int:
    """Mail the people whose report is due or overdue, each once on each occasion."""
    return remind_due()


def mail_readers() -> int:
    """Mail published papers to the people who asked for them, each once."""
    return readers.mail_due()


def forget_addresses() -> int:
    """Delete addresses that are not needed any more: unconfirmed, used up, after the round."""
    return visitors.forget_old() + stakeholders.forget_addresses() + readers.forget_old()


def resend() -> int:
    """What is due, except for papers while the Secretariat has stopped their compiling."""
    overdue = jobs.overdue().filter(kind__in=SENDERS)
    if switch.stopped():
        overdue = overdue.exclude(kind=tasks.COMPILE)
    due = list(overdue[:AT_ONCE])
    for job in due:
        SENDERS[job.kind].delay(str(job.pk))
    return len(due)


def fail_exhausted() -> int:
    """Jobs whose last attempt died: the people who wait for the paper are told."""
    dead = Job.objects.filter(
        kind__in=SENDERS,
        status=Job.Status.RUNNING,
        attempts__gte=jobs.MAX_ATTEMPTS,
        lease_until__lt=timezone.now(),
    )
    found = list(dead[:AT_ONCE])
    for job in found:
        give_up(job, _("The worker stopped every time it tried. Please start it again."))
    return len(found)


def queue_forgotten() -> int:
    """Sealed surveys whose session has no paper yet."""
    sealed = Survey.objects.filter(status=Survey.Status.SEALED)
    papers = ImpulsePaper.objects.values("workshop")
    found = list(sealed.exclude(workshop__in=papers).select_related("workshop")[:AT_ONCE])
    for survey in found:
        queue_after_seal(survey)
    return len(found)
