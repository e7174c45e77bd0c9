"""Two requests share one place, when both agree."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from booths import capacity
from booths.actions import places, waiting
from booths.models import Booth, Partnering
from booths.permissions import why_not_partner
from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import decisions


@transaction.atomic
def ask(asker: Booth, asked: Booth, *, by: User) -> Partnering:
    """Ask another booth to share one place; its exhibitor gets a mail and answers."""
    places.lock(asker.edition)
    asker.refresh_from_db()
    _check(asker, asked)
    try:
        with transaction.atomic():
            partnering = Partnering.objects.create(asker=asker, asked=asked)
    except IntegrityError as error:
        refusal = _("You asked another booth already. Wait for its answer.")
        raise RuleError(refusal, on=asker, field="partner") from error
    audit.record(by, "asked to share a place", asker)
    _tell("booth_partnering", partnering, asked)
    return partnering


@transaction.atomic
def agree(partnering: Partnering, *, by: User) -> None:
    """Share one place from now on. A waiting request is accepted; a place left over is offered."""
    asker, asked = _answer(partnering, Partnering.Answer.AGREED)
    _check(asker, asked)
    host, guest = _host_first(asker, asked)
    guest.stand, guest.host = None, host
    guest.save(update_fields=["stand", "host"])
    audit.record(by, "agreed to share a place", guest)
    _tell("booth_partnering_agreed", partnering, asker)
    waiting.admit_guest(host, by=by)
    waiting.offer_free_places(host.edition, by=by)


@transaction.atomic
def decline(partnering: Partnering, *, by: User) -> None:
    """Keep the places apart; the asking exhibitor is told."""
    asker, _asked = _answer(partnering, Partnering.Answer.DECLINED)
    audit.record(by, "declined to share a place", partnering.asked)
    _tell("booth_partnering_declined", partnering, asker)


def _answer(partnering: Partnering, answer: Partnering.Answer) -> tuple[Booth, Booth]:
    places.lock(partnering.asked.edition)
    still_open = Partnering.objects.open().filter(pk=partnering.pk)
    answered = still_open.update(answer=answer, answered_at=timezone.now())
    partnering.refresh_from_db()
    if not answered:
        raise RuleError(_("This question is answered already."), on=partnering)
    booths = Booth.objects.select_related("edition", "organization", "created_by")
    return booths.get(pk=partnering.asker_id), booths.get(pk=partnering.asked_id)


def _check(asker: Booth, asked: Booth) -> None:
    if refusal := why_not_partner(asker, asked):
        raise RuleError(refusal, on=asker, field="partner")
    offers = capacity.open_offers(asker.edition)
    if offers.filter(booth__in=[asker, asked]).exists():
        refusal = _("One of you is offered a place. That offer has to be answered first.")
        raise RuleError(refusal, on=asker, field="partner")


def _host_first(asker: Booth, asked: Booth) -> tuple[Booth, Booth]:
    """The host is the one with the firmer place, else the one that asked for a booth first."""

    def firmness(booth: Booth) -> tuple[bool, bool, bool, float]:
        accepted = booth.status == Booth.Status.ACCEPTED
        sent = booth.submitted_at.timestamp() if booth.submitted_at else 0.0
        return accepted, booth.is_public, booth.stand_id is not None, -sent

    return (asker, asked) if firmness(asker) > firmness(asked) else (asked, asker)


def _tell(mail: str, partnering: Partnering, booth: Booth) -> None:
    to = decisions.addresses(booth.created_by.email if booth.created_by else "")
    outbox.add(mail, partnering, to=to)
