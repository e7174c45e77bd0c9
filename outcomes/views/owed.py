"""What the sessions of an edition owe, and the Secretariat's reminders of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.access import secretariat_only
from forum.models import Edition
from outcomes import duties
from outcomes.actions import reminders
from outcomes.actions.report import set_dates
from outcomes.forms.report import ReportDatesForm
from workshops.duties import report_due
from workshops.models import Workshop


@require_safe
@secretariat_only
def owed(request: HttpRequest) -> HttpResponse:
    """Reports, approvals and answers to comments that are still to come, with who can be reminded."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    asked = editions.filter(year=int(year)) if year.isdecimal() and len(year) == 4 else None
    edition = (asked.first() if asked else None) or editions.current()
    context: dict[str, Any] = {"edition": edition, "editions": editions}
    if edition:
        reports = duties.reports_owed(edition)
        context |= {
            "due": report_due(edition),
            "reports": reports,
            "approvals": duties.approvals_owed(edition),
            "dispositions": duties.dispositions_owed(edition),
            "filed": _filed(edition),
            "overdue": sum(duty.is_overdue for duty in reports),
        }
    return render(request, "outcomes/owed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_only
def report_dates(request: HttpRequest, year: int) -> HttpResponse:
    """When the reports of an edition are due, when reminders go out, how long texts may be."""
    edition = get_object_or_404(Edition, year=year)
    form = ReportDatesForm.of(edition, request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_dates(edition, by=request.user, **form.cleaned_data)
        messages.success(request, _("The dates are saved."))
        return _to_list(edition)
    return render(request, "outcomes/report_dates.html", {"shown": edition, "form": form})


@require_POST
@secretariat_only
def remind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mail the people of one session about one thing it owes."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), uuid=uuid)
    number = reminders.remind(workshop, request.POST.get("kind", ""), by=request.user)
    _say(request, number)
    return _to_list(workshop.edition)


@require_POST
@secretariat_only
def remind_all(request: HttpRequest, year: int) -> HttpResponse:
    """Mail the people of every report that is overdue."""
    edition = get_object_or_404(Edition, year=year)
    _say(request, reminders.remind_all(edition, by=request.user))
    return _to_list(edition)


def _filed(edition: Edition) -> list[Workshop]:
    found = Workshop.objects.public().filter(edition=edition, report_filed_at__isnull=False)
    return list(found.select_related("edition", "type").order_by("type__position", "number"))


def _say(request: HttpRequest, number: int) -> None:
    text = ngettext(
        "%(number)d reminder is on its way.", "%(number)d reminders are on their way.", number
    )
    messages.success(request, text % {"number": number})


def _to_list(edition: Edition) -> HttpResponse:
    return redirect(f"{reverse('outcomes:owed')}?year={edition.year}")
