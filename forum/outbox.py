"""Mail: an action adds rows, the worker sends them, nothing else does."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation

from forum.models import OutgoingMail
from forum.references import reference

Letter = tuple[models.Model, Iterable[str], str, str]
SLOT = "[CODE]"
"""What stands in the stored text of a mail in place of something only its reader may have."""

at_sending: dict[str, Callable[[OutgoingMail], AbstractContextManager[str]]] = {}
"""Kind of mail → what is put into its slot in the moment of sending, and kept nowhere.

A context around the sending; it sees the error when the mail could not be sent.
"""

fleeting: set[str] = set()
"""Kinds of mail whose row is deleted once sent, and after a week at the latest.

They hold a personal link, or an address that is kept for nothing else.
"""


def add(
    kind: str, about: models.Model, *, to: Iterable[str], language: Any = "", **context
) -> list[OutgoingMail]:
    """Put one mail per address into the outbox, from `templates/emails/<kind>.txt`.

    The template's first line is the subject. Addresses are used once each, in order.
    The worker is told after the transaction commits. Without a language it is English.
    """
    subject, body = render(kind, about, language=language, **context)
    return post(kind, [(about, list(to), subject, body)])


def post(kind: str, letters: Iterable[Letter]) -> list[OutgoingMail]:
    """Put written mails into the outbox: row, addresses, subject and text of each.

    Addresses of a letter are used once each, in order; many letters take one query.
    """
    from forum.tasks import send_mail

    mails = OutgoingMail.objects.bulk_create(
        OutgoingMail(kind=kind, about=reference(about), to=address, subject_line=subject, body=body)
        for about, to, subject, body in letters
        for address in dict.fromkeys(to)
        if address
    )
    for mail in mails:
        transaction.on_commit(partial(send_mail.delay, str(mail.pk)), robust=True)
    return mails


def forget(kind: str, about: models.Model) -> None:
    """Delete the mails of this kind about a row, before or after they were sent."""
    OutgoingMail.objects.filter(kind=kind, about=reference(about)).delete()


def render(kind: str, about: models.Model, *, language: Any = "", **context) -> tuple[str, str]:
    """Subject and text of a mail as `add` would send it; in English where no language is known."""
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(
            f"emails/{kind}.txt", {"about": about, "site_url": settings.SITE_URL, **context}
        )
    subject, _, body = text.strip().partition("\n")
    return subject.removeprefix("Subject:").strip()[:255], body.strip()


def slot_of(mail: OutgoingMail) -> AbstractContextManager[str]:
    """What goes into the slot of this mail. Raises RuleError when there is nothing any more."""
    fill = at_sending.get(mail.kind)
    return fill(mail) if fill else nullcontext(SLOT)
