"""Mail: an action adds rows, the worker sends them, nothing else does."""

from collections.abc import Iterable

from django.db import models, transaction
from django.template.loader import render_to_string

from forum.models import OutgoingMail
from forum.references import reference


def add(kind: str, about: models.Model, *, to: Iterable[str], **context) -> list[OutgoingMail]:
    """Put one mail per address into the outbox, from `templates/emails/<kind>.txt`.

    The template's first line is the subject. Addresses are used once each, in order.
    The worker is told after the transaction commits.
    """
    from forum.tasks import send_mail

    text = render_to_string(f"emails/{kind}.txt", {"about": about, **context}).strip()
    subject, _, body = text.partition("\n")
    mails = [
        OutgoingMail.objects.create(
            kind=kind,
            about=reference(about),
            to=address,
            subject_line=subject.removeprefix("Subject:").strip()[:255],
            body=body.strip(),
        )
        for address in dict.fromkeys(to)
        if address
    ]
    for mail in mails:
        transaction.on_commit(lambda key=str(mail.pk): send_mail.delay(key), robust=True)
    return mails
