from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.models import Edition
from workshops import calendar, timetable
from workshops.forms.programme import SessionFilter
from workshops.grid import grid
from workshops.models import Contributor, Slot, Workshop

PER_PAGE = 60


@require_safe
def programme(request: HttpRequest, year: int) -> HttpResponse:
    """One day of the programme, as a list or as a grid of its rooms."""
    edition = get_object_or_404(Edition, year=year)
    form = SessionFilter(request.GET, edition)
    found = form.apply(_released(request, edition))
    slots = Slot.objects.filter(workshop__in=found)
    days = timetable.days(edition, slots.values_list("starts_at", flat=True))
    today = timezone.now().astimezone(edition.zone).date()
    day = timetable.chosen_day(days, request.GET.get("day", ""), today)
    page = Paginator(_of_day(slots, edition, day), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "editions": Edition.objects.all(),
        "filter": form,
        "days": days,
        "day": day,
        "page": page,
        "grid": grid(page.object_list) if request.GET.get("view") == "grid" else None,
        "found": sum(day.sessions for day in days),
        "unplaced": found.filter(slot=None).count(),
    }
    return render(request, "workshops/programme.html", context)


@require_safe
def sessions(request: HttpRequest, year: int) -> HttpResponse:
    """Every released session of the edition, with or without a time."""
    edition = get_object_or_404(Edition, year=year)
    form = SessionFilter(request.GET, edition)
    found = (
        form.apply(_released(request, edition))
        .select_related("edition", "type", "theme", "slot__room")
        .order_by("type__position", "number")
    )
    context = {
        "edition": edition,
        "editions": Edition.objects.all(),
        "filter": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "workshops/sessions.html", context)


@require_safe
def programme_calendar(request: HttpRequest, year: int) -> HttpResponse:
    """All placed sessions of the edition as one calendar file."""
    edition = get_object_or_404(Edition, year=year)
    slots = _complete(Slot.objects.filter(workshop__in=_released(request, edition)))
    name = _("%(edition)s programme") % {"edition": edition}
    return calendar_file(calendar.feed(edition, name, slots), f"igf-{year}.ics")


def calendar_file(content: bytes, name: str) -> HttpResponse:
    """The answer that a calendar program understands, also as a download."""
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _released(request: HttpRequest, edition: Edition) -> QuerySet[Workshop]:
    return Workshop.objects.visible_to(request.user).public().filter(edition=edition)


def _of_day(slots: QuerySet[Slot], edition: Edition, day) -> QuerySet[Slot]:
    if day is None:
        return slots.none()
    start, end = timetable.bounds(edition, day)
    speakers = Contributor.objects.filter(listed=True, role=Contributor.Role.SPEAKER).exclude(
        answer=Contributor.Answer.DECLINED
    )
    return _complete(slots.filter(starts_at__gte=start, starts_at__lt=end)).prefetch_related(
        Prefetch("workshop__contributors", queryset=speakers, to_attr="speakers")
    )


def _complete(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    related = ("room", "workshop__edition", "workshop__type", "workshop__theme")
    return slots.select_related(*related).order_by("starts_at", "room__position", "pk")
