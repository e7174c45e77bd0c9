from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outcomes import permissions
from outcomes.models import ReportVersion, SessionReport
from outcomes.views.report_desk import ReportDesk
from submissions import autosave, unsaved
from workshops import duties
from workshops.models import Workshop


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write and file the report of a session; it saves itself, and nothing typed is lost."""
    wanted = autosave.wanted(request)
    if not request.user.is_authenticated:
        return autosave.log_in_first(request) if wanted else unsaved.ask_to_log_in(request)
    workshop = _own_session(request, uuid)
    desk = ReportDesk(request, workshop, by=request.user)
    desk.work()
    if wanted:
        return _as_json(desk, request.path)
    if desk.filed:
        return _filed(request, desk.filed)
    if desk.saved:
        messages.success(request, _("Your draft is saved."))
        return redirect(request.path)
    return _form(request, desk)


@require_safe
def report(request: HttpRequest, year: int, code: str, number: int | None = None) -> HttpResponse:
    """Public: the filed report of a session, the newest version or an earlier one."""
    found = get_object_or_404(
        SessionReport.objects.prefetch_related(_VERSIONS),
        workshop__in=Workshop.objects.public().at_address(year, code),
    )
    versions = list(found.versions.all())
    shown = next((one for one in versions if number in (None, one.number)), None)
    if shown is None:
        raise Http404
    workshop = found.workshop
    if workshop.code != code:
        return redirect("outcomes:report", workshop.edition.year, workshop.code)
    context = {
        "workshop": workshop,
        "edition_of_report": workshop.edition,
        "version": shown,
        "versions": versions,
        "is_newest": shown == versions[0],
        "may_write": permissions.can_write_report(request.user, workshop),
    }
    return render(request, "outcomes/report.html", context)


_VERSIONS = Prefetch(
    "versions", ReportVersion.objects.select_related("filed_by").order_by("-number")
)


def _own_session(request: HttpRequest, uuid: UUID) -> Workshop:
    workshop = get_object_or_404(
        Workshop.objects.visible_to(request.user).select_related("edition", "type", "slot"),
        uuid=uuid,
    )
    if not permissions.can_write_report(request.user, workshop):
        raise Http404
    return workshop


def _as_json(desk: ReportDesk, address: str) -> JsonResponse:
    if desk.saved:
        return JsonResponse(desk.saved_as_json(address))
    if desk.stale:
        body = {
            "error": "stale",
            "detail": _("Somebody else saved this in the meantime."),
            "revision": desk.revision,
            "differences": [fact._asdict() for fact in desk.differences],
        }
        return JsonResponse(body, status=409)
    return JsonResponse({"error": "refused", "detail": desk.refusal}, status=422)


def _filed(request: HttpRequest, version: ReportVersion) -> HttpResponse:
    said = (
        _("The report is filed.")
        if version.is_complete
        else _("The takeaways are public. The report itself is still to be filed.")
    )
    messages.success(request, said)
    workshop = version.report.workshop
    return redirect("outcomes:report", workshop.edition.year, workshop.code)


def _form(request: HttpRequest, desk: ReportDesk) -> HttpResponse:
    workshop = desk.workshop
    context = {
        "desk": desk,
        "form": desk.form,
        "workshop": workshop,
        "edition_of_report": workshop.edition,
        "takeaways_due": duties.takeaways_due(workshop),
        "report_due": duties.report_due(workshop.edition),
        "file_refusal": permissions.file_refusal(request.user, workshop),
        "address": reverse("outcomes:write_report", args=[workshop.uuid]),
    }
    return render(request, "outcomes/report_form.html", context)
