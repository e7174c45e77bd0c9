"""What visitors write to booths: read by the Secretariat, then forwarded, then answered."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from booths.models import Booth, BoothMessage, Initiative
from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import decisions

PER_ADDRESS, PER_BOOTH = 5, 50


@transaction.atomic
def write(
    booth: Booth, *, initiative: Initiative | None, name: str, email: str, text: str
) -> BoothMessage:
    """Keep a visitor's message until the Secretariat reads it; a few per address and day."""
    today = BoothMessage.objects.filter(sent_at__gt=timezone.now() - timedelta(days=1))
    if today.filter(email__iexact=email).count() >= PER_ADDRESS:
        refusal = _("You wrote several messages today. Please go on tomorrow.")
        raise RuleError(refusal, on=booth, field="email")
    if today.filter(booth=booth).count() >= PER_BOOTH:
        raise RuleError(_("This booth got many messages today. Please try tomorrow."), on=booth)
    return BoothMessage.objects.create(
        booth=booth,
        initiative=initiative,
        name=name,
        email=email,
        text=text,
        sent_at=timezone.now(),
    )


@transaction.atomic
def forward(message: BoothMessage, *, by: User) -> None:
    """Pass the message on to the exhibitor, without the visitor's address."""
    message.move_to(BoothMessage.Status.FORWARDED, decided_at=timezone.now())
    exhibitor = message.booth.created_by
    to = decisions.addresses(exhibitor.email if exhibitor else "")
    outbox.add("booth_message", message, to=to)
    audit.record(by, "forwarded a message", message)


@transaction.atomic
def refuse(message: BoothMessage, *, by: User) -> None:
    """Keep the message from the exhibitor; nobody is told."""
    message.move_to(BoothMessage.Status.REFUSED, decided_at=timezone.now())
    audit.record(by, "refused a message", message)


@transaction.atomic
def answer(message: BoothMessage, *, reply: str, by: User) -> None:
    """Send the exhibitor's answer to the visitor, once and without the exhibitor's address."""
    message.move_to(BoothMessage.Status.ANSWERED, reply=reply, answered_at=timezone.now())
    outbox.add("booth_reply", message, to=[message.email])
    audit.record(by, "answered a message", message)
