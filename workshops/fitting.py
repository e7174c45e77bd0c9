"""Whether what a session says fits its type: lengths, formats, needed parts."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from submissions.field_settings import Settings
from submissions.models import Call
from workshops.models import NEEDABLE, SessionType, Slot, Workshop, usual_needs

CONVERTIBLE = (Workshop.Status.SUBMITTED, Workshop.Status.ACCEPTED)


def needed(kind: SessionType | None, settings: Settings) -> list[str]:
    """The parts that have to be filled in: as the call says, else as the type does."""
    own = kind.needs if kind else usual_needs()
    said = {name: settings.requires(name) for name in NEEDABLE}
    return [name for name, asked in said.items() if (name in own if asked is None else asked)]


def needed_now(kind: SessionType) -> list[str]:
    """The same, with the call of the type's edition as it is stored."""
    return needed(kind, Settings.of(kind.edition, Call.Kind.SESSION))


def misfits(
    kind: SessionType, layout: str | None, minutes: int | None
) -> Iterator[tuple[str, str]]:
    """Field and reason for a format or a length that the type does not have."""
    if layout and kind.layouts and layout not in kind.layouts:
        offered = {"type": kind.name, "offered": ", ".join(kind.layouts)}
        yield "layout", _("%(type)s: choose one of %(offered)s.") % offered
    if minutes and kind.minutes and minutes not in kind.minutes:
        offered = {"type": kind.name, "offered": ", ".join(map(str, kind.minutes))}
        yield "minutes", _("%(type)s: minutes can be %(offered)s.") % offered


def empty_parts(workshop: Workshop, kind: SessionType) -> list[str]:
    """What a session of that type needs and this one does not say, by the built-in labels."""
    rows = {
        "topics": workshop.topics,
        "goals": workshop.goals,
        "questions": workshop.policy_questions,
        "agenda": workshop.agenda,
    }
    return [
        str(NEEDABLE[name])
        for name in needed_now(kind)
        if not (rows[name].exists() if name in rows else getattr(workshop, name))
    ]


def why_not_converted(workshop: Workshop) -> str:
    """Why this session cannot get another type; empty when it can."""
    if workshop.status not in CONVERTIBLE or workshop.type_id is None:
        return _("Only submitted and accepted sessions are converted.")
    slot = Slot.objects.filter(workshop=workshop).first()
    if slot and slot.starts_at <= timezone.now():
        return _("It has begun, so it keeps its type.")
    return ""


def losses(workshop: Workshop, kind: SessionType, minutes: int | None) -> list[str]:
    """What would no longer be right after a conversion, in words; nothing of it stops it."""
    found = []
    planned = workshop.planned_minutes()
    if minutes and planned > minutes:
        lengths = {"planned": planned, "minutes": minutes}
        found.append(
            _("The running order takes %(planned)d minutes, the session %(minutes)d.") % lengths
        )
    slot = Slot.objects.filter(workshop=workshop).first()
    if slot and minutes and slot.ends_at - slot.starts_at != timedelta(minutes=minutes):
        found.append(_("Its place in the programme has another length: place it again."))
    if empty := empty_parts(workshop, kind):
        found.append(_("Empty, though the type needs it: %(parts)s.") % {"parts": "; ".join(empty)})
    return found
