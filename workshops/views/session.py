import re

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.permissions import is_secretariat
from submissions.attached import public_files
from workshops import calendar, stats, timetable
from workshops.models import Contributor, Slot, Workshop
from workshops.running_order import running_order
from workshops.views.programme import calendar_file

CODE = re.compile(r"(?P<type>[a-z0-9-]+)-(?P<number>[0-9]{1,9})")


@require_safe
def session(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The public page of a session; the Secretariat also sees it before the release."""
    workshop = find_session(request, year, code)
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
    slots = Slot.objects.filter(workshop=workshop).select_related(
        "room", "workshop__edition", "workshop__type", "workshop__theme"
    )
    content = calendar.feed(workshop.edition, workshop.full_name, slots)
    return calendar_file(content, f"igf-{year}-{code}.ics")


def find_session(request: HttpRequest, year: int, code: str) -> Workshop:
    """The session of this address; for everyone but the Secretariat only when it is released."""
    parts = CODE.fullmatch(code)
    if not parts:
        raise Http404
    return get_object_or_404(
        _shown_to(request.user).select_related("edition", "type", "theme"),
        edition__year=year,
        type__code=parts["type"],
        number=int(parts["number"]),
    )


def _shown_to(user) -> QuerySet[Workshop]:
    sessions = Workshop.objects.visible_to(user)
    return sessions if is_secretariat(user) else sessions.public()


def _holding(people: list[Contributor], *roles: str) -> list[Contributor]:
    return [person for person in people if person.role in roles]
