"""“Mail me the paper”: an address kept until the paper of a session was mailed to it, and no longer.

Nothing of this goes into the log of actions.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import links, outbox
from forum.errors import RuleError
from outcomes.models import ImpulsePaper, Reader
from workshops.models import Workshop

CONFIRM, PAPER = "reader_confirm", "reader_paper"
MAILS = (CONFIRM, PAPER)
UNCONFIRMED_KEPT = timedelta(days=7)
KEPT = timedelta(days=365)
READERS_LIMIT = 5000
PER_ADDRESS = 10
AT_ONCE = 200


@transaction.atomic
def ask(workshop: Workshop, *, address: str, wants_final: bool, language: str = "en") -> None:
    """Keep the address and mail a link to it, once a day at most.

    What the caller learns does not depend on whether the address was there before.
    """
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    address, today = address.strip().lower(), timezone.now().date()
    known = Reader.objects.filter(workshop=workshop, address=address)
    if known.filter(Q(is_confirmed=True) | Q(asked_on=today)).exists():
        return
    known.delete()
    waiting = Reader.objects.filter(address=address, is_confirmed=False).count()
    if waiting >= PER_ADDRESS or workshop.readers.count() >= READERS_LIMIT:
        raise RuleError(
            _("No more addresses are taken today. Please come back later."), on=workshop
        )
    token, digest = links.new()
    reader = Reader.objects.create(
        workshop=workshop,
        address=address,
        wants_final=wants_final,
        language=language,
        digest=digest,
        asked_on=today,
    )
    _mail(CONFIRM, reader, token)


def find(workshop: Workshop, token: str) -> Reader | None:
    """Whose mail the link stands in; nothing once the address is deleted."""
    return Reader.objects.filter(workshop=workshop, digest=links.digest(token)).first()


def confirm(reader: Reader) -> None:
    """From now on the paper will be mailed."""
    Reader.objects.filter(pk=reader.pk).update(is_confirmed=True)


@transaction.atomic
def leave(reader: Reader) -> None:
    """Delete the address at once, with mails to it that still lie here."""
    for kind in MAILS:
        outbox.forget(kind, reader)
    Reader.objects.filter(pk=reader.pk).delete()


def mail_due() -> int:
    """Mail every paper that is public by now to whoever waits for it; returns how many mails."""
    status = "workshop__impulse_paper__status"
    confirmed = Reader.objects.filter(is_confirmed=True)
    due = confirmed.filter(
        Q(**{status: ImpulsePaper.Status.PUBLISHED}, was_mailed=False)
        | Q(**{status: ImpulsePaper.Status.FINAL})
    )
    found = due.select_related("workshop__edition", "workshop__type", "workshop__impulse_paper")
    return sum(_deliver(reader) for reader in found.order_by("pk")[:AT_ONCE])


def forget_old() -> int:
    """Delete addresses nobody confirmed for a week, and those whose paper did not come in a year."""
    today = timezone.now().date()
    old = Reader.objects.filter(
        Q(is_confirmed=False, asked_on__lt=today - UNCONFIRMED_KEPT) | Q(asked_on__lt=today - KEPT)
    )
    found = list(old[:AT_ONCE])
    for reader in found:
        leave(reader)
    return len(found)


@transaction.atomic
def _deliver(reader: Reader) -> bool:
    """Mail the paper; after the last mail the address goes. Of two at once one does it."""
    mine = Reader.objects.filter(pk=reader.pk, was_mailed=reader.was_mailed)
    paper = reader.workshop.impulse_paper
    is_last = paper.status == ImpulsePaper.Status.FINAL or not reader.wants_final
    token, digest = links.new()
    claimed = mine.delete()[0] if is_last else mine.update(was_mailed=True, digest=digest)
    if claimed:
        _mail(PAPER, reader, token, paper=paper, is_last=is_last)
    return bool(claimed)


def _mail(kind: str, reader: Reader, token: str, **context: object) -> None:
    workshop = reader.workshop
    page = reverse("outcomes:reader", args=[workshop.edition.year, workshop.code, token])
    outbox.add(
        kind,
        reader,
        to=[reader.address],
        language=reader.language,
        workshop=workshop,
        page=page,
        **context,
    )
