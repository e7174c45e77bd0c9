from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from forum import outbox
from forum.errors import RuleError
from forum.models import OutgoingMail

STALE = timedelta(minutes=2)
FLEETING_KEPT = timedelta(days=7)


@shared_task
def send_mail(mail_id: str) -> None:
    """Send one mail of the outbox; without a mail server it stays there to be read.

    A fleeting one leaves the outbox when it is sent; one that was taken out before is not sent.
    """
    if not settings.EMAIL_URL:
        return
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        return
    try:
        mail.move_to(OutgoingMail.Status.SENDING)
    except RuleError:
        return
    try:
        with outbox.slot_of(mail) as slot:
            text = mail.body.replace(outbox.SLOT, slot)
            EmailMessage(mail.subject_line, text, to=[mail.to]).send()
    except (OSError, RuleError) as error:
        mail.move_to(OutgoingMail.Status.FAILED, error=str(error)[:2000])
    else:
        mail.move_to(OutgoingMail.Status.SENT, sent_at=timezone.now())
        if mail.kind in outbox.fleeting:
            mail.delete()


@shared_task
def send_stale_mail() -> int:
    """Hand every mail that still waits to the worker again; returns how many."""
    waiting = OutgoingMail.objects.filter(
        status=OutgoingMail.Status.QUEUED, created_at__lt=timezone.now() - STALE
    )
    keys = (
        [str(key) for key in waiting.values_list("pk", flat=True)[:500]]
        if settings.EMAIL_URL
        else []
    )
    for key in keys:
        send_mail.delay(key)
    return len(keys)


def forget_fleeting_mail() -> int:
    """Delete mails that are kept only to be sent, a week after they were written; returns how many."""
    old = OutgoingMail.objects.filter(
        kind__in=outbox.fleeting, created_at__lte=timezone.now() - FLEETING_KEPT
    )
    return old.delete()[0]
