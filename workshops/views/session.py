from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.permissions import is_secretariat
from submissions.attached import public_files
from workshops import calendar, stats, timetable
from workshops.models import Contributor, Slot, Workshop, WorkshopQuerySet
from workshops.running_order import running_order
from workshops.views.programme import calendar_file


@require_safe
def session(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The public page of a session; the Secretariat also sees it before the release."""
    workshop = find_session(request, year, code)
    if workshop.code != code:
        return redirect("workshops:session", year, workshop.code)
    return render(request, "workshops/session.html", public_page(workshop))


def public_page(workshop: Workshop) -> dict:
    """What the public page of a session shows."""
    slot = (
        Slot.objects.filter(workshop=workshop).select_related("room", "workshop__edition").first()
    )
    people = list(workshop.public_contributors())
    seats = stats.seated(people)
    by_group, by_region = stats.seats_by_group(seats), stats.seats_by_region(seats)
    now = timezone.now()
    return {
        "edition": workshop.edition,
        "workshop": workshop,
        "former_names": workshop.former_names,
        "slot": slot,
        "day_iso": timetable.venue_day(slot).isoformat() if slot else "",
        "phase": timetable.phase(workshop.edition, slot, now),
        "steps": running_order(workshop.agenda.all(), slot.starts_at if slot else None, now),
        "organizers": _holding(people, *Contributor.ORGANIZERS),
        "speakers": _holding(people, Contributor.Role.SPEAKER),
        "staff": _holding(people, *Contributor.MODERATORS, Contributor.Role.RAPPORTEUR),
        "seats": len(seats),
        "by_group": by_group,
        "by_region": by_region,
        "missing": stats.missing(by_group, by_region),
        "public_files": public_files(workshop),
        "file_page": "workshops:proposal_file",
    }


@require_safe
def session_calendar(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The calendar file of one session; it is empty of events while there is no slot."""
    workshop = find_session(request, year, code)
    if workshop.code != code:
        return redirect("workshops:session_calendar", year, workshop.code)
    slots = Slot.objects.filter(workshop=workshop).select_related(
        "room", "workshop__edition", "workshop__type", "workshop__theme"
    )
    content = calendar.feed(workshop.edition, workshop.full_name, slots)
    return calendar_file(content, f"igf-{year}-{code}.ics")


def find_session(request: HttpRequest, year: int, code: str) -> Workshop:
    """The session of this address, which may be one it had as a session of another type.

    For everyone but the Secretariat only when it is released.
    """
    sessions = _shown_to(request.user).select_related("edition", "type", "theme")
    return get_object_or_404(sessions.at_address(year, code))


def _shown_to(user) -> WorkshopQuerySet:
    sessions = Workshop.objects.visible_to(user)
    return sessions if is_secretariat(user) else sessions.public()


def _holding(people: list[Contributor], *roles: str) -> list[Contributor]:
    return [person for person in people if person.role in roles]
