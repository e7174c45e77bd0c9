"""The Secretariat gives a session its room and time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import AuditEntry, User
from forum.references import reference
from workshops.models import Room, Slot, Workshop

PLACED, UNPLACED = "placed", "unplaced"


@transaction.atomic
def place(
    workshop: Workshop, *, room: Room, starts_at: datetime, ends_at: datetime, by: User
) -> Slot:
    """Give an accepted session this room and time; every change raises the slot's sequence.

    Raises RuleError for a time outside the edition, an end before the start, a room of another
    edition, or a room that is taken then.
    """
    room = Room.objects.select_for_update().get(pk=room.pk)
    _check_session(workshop, room)
    _check_times(workshop, starts_at, ends_at)
    _check_free(workshop, room, starts_at, ends_at)
    old = Slot.objects.filter(workshop=workshop).first()
    if old and (old.room_id, old.starts_at, old.ends_at) == (room.pk, starts_at, ends_at):
        return old
    slot, _created = Slot.objects.update_or_create(
        workshop=workshop,
        defaults={
            "room": room,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "sequence": _next_sequence(workshop, old),
        },
    )
    workshop.save(update_fields=["updated_at"])
    audit.record(by, PLACED, workshop)
    return slot


@transaction.atomic
def unplace(workshop: Workshop, *, by: User) -> None:
    """Take the session out of its room and time."""
    removed, _rows = Slot.objects.filter(workshop=workshop).delete()
    if not removed:
        raise RuleError(_("The session has no room and time."), on=workshop)
    workshop.save(update_fields=["updated_at"])
    audit.record(by, UNPLACED, workshop)


def _next_sequence(workshop: Workshop, old: Slot | None) -> int:
    """Higher than every sequence a calendar may know, also after the session was taken out."""
    changes = AuditEntry.objects.filter(object=reference(workshop), verb__in=[PLACED, UNPLACED])
    return max(changes.count(), old.sequence + 1 if old else 0)


def _check_session(workshop: Workshop, room: Room) -> None:
    if workshop.status != Workshop.Status.ACCEPTED:
        raise RuleError(_("Only an accepted session gets a room and a time."), on=workshop)
    if room.edition_id != workshop.edition_id:
        raise RuleError(_("This room belongs to another edition."), on=workshop, field="room")


def _check_times(workshop: Workshop, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise RuleError(_("The end is not after the start."), on=workshop, field="end")
    edition = workshop.edition
    first, last = (moment.astimezone(edition.zone).date() for moment in (starts_at, ends_at))
    if first < edition.starts_on:
        message = _("The edition begins on %(day)s.") % {"day": edition.starts_on.isoformat()}
        raise RuleError(message, on=workshop, field="day")
    if last > edition.ends_on:
        message = _("The edition ends on %(day)s.") % {"day": edition.ends_on.isoformat()}
        raise RuleError(message, on=workshop, field="day")


def _check_free(workshop: Workshop, room: Room, starts_at: datetime, ends_at: datetime) -> None:
    clash = (
        Slot.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
        .exclude(workshop=workshop)
        .select_related("workshop__type")
        .first()
    )
    if clash:
        message = _("%(room)s is taken then by %(session)s.") % {
            "room": room,
            "session": clash.workshop.short_name,
        }
        raise RuleError(message, on=workshop, field="room")
