from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forum import spreadsheets
from forum.access import secretariat_only
from forum.models import Edition, Job
from forum.references import reference
from outcomes import chapters
from outcomes import exports as sheets
from outcomes.actions import export as actions
from outcomes.models import Export
from outcomes.outcome_report import as_data, outcome_report
from outcomes.permissions import can_export

OPEN = (Job.Status.QUEUED, Job.Status.RUNNING)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The Secretariat's downloads, one line per edition."""
    _may_export(request)
    context = {
        "editions": Edition.objects.all(),
        "kinds": Export.Kind.choices,
        "mine": with_jobs(Export.objects.visible_to(request.user).select_related("edition")[:20]),
    }
    return render(request, "outcomes/exports.html", context)


@require_POST
@secretariat_only
def build_export(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Have a large file made; its page shows how far it is."""
    if kind not in Export.Kind.values:
        raise Http404
    export = actions.queue(_edition(request, year), kind, by=request.user)
    return redirect("outcomes:export", export.uuid)


@require_safe
@never_cache
@secretariat_only
def export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far a large file is; its owner only."""
    found = get_object_or_404(Export.objects.visible_to(request.user), uuid=uuid)
    [(found, job)] = with_jobs([found])
    context = {"export": found, "job": job, "is_open": job and job.status in OPEN}
    return render(request, "outcomes/export.html", context)


@require_safe
@never_cache
@secretariat_only
def export_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file, for its owner and only while they are of the Secretariat."""
    found = get_object_or_404(Export.objects.visible_to(request.user), uuid=uuid)
    [(found, job)] = with_jobs([found])
    if job is None or job.status != Job.Status.DONE or not found.path.exists():
        raise Http404
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name)


@login_required
@require_safe
def export_report(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The outcome report of an edition: accepted sessions, and the Village as a chapter of it."""
    edition = _edition(request, year)
    if kind == "csv":
        body = spreadsheets.to_csv(chapters.one_table(edition))
        return _download(body, CSV, f"igf-{year}-outcome-report.csv")
    if kind == "xlsx":
        pages = outcome_report(edition).sheets
        body = spreadsheets.to_xlsx(pages, f"IGF {year} outcome report")
        return _download(body, XLSX, f"igf-{year}-outcome-report.xlsx")
    if kind == "json":
        data = as_data(outcome_report(edition))
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    raise Http404


@login_required
@require_safe
def export_village(request: HttpRequest, year: int) -> HttpResponse:
    """The booths of an edition."""
    body = spreadsheets.to_csv(sheets.booths(_edition(request, year)))
    return _download(body, CSV, f"igf-{year}-village.csv")


def with_jobs(exports: Iterable[Export]) -> list[tuple[Export, Job | None]]:
    """Each with its newest job."""
    found = list(exports)
    names = [reference(one) for one in found]
    jobs = {job.subject: job for job in Job.objects.filter(subject__in=names).order_by("queued_at")}
    return [(one, jobs.get(reference(one))) for one in found]


def _edition(request: HttpRequest, year: int) -> Edition:
    _may_export(request)
    return get_object_or_404(Edition, year=year)


def _may_export(request: HttpRequest) -> None:
    if not can_export(request.user):
        raise PermissionDenied


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
