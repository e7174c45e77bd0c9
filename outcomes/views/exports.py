from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum import spreadsheets
from forum.models import Edition
from outcomes import chapters
from outcomes import exports as sheets
from outcomes.outcome_report import as_data, outcome_report
from outcomes.permissions import can_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The Secretariat's downloads, one line per edition."""
    _may_export(request)
    editions = Edition.objects.all()
    return render(request, "outcomes/exports.html", {"editions": editions})


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


def _edition(request: HttpRequest, year: int) -> Edition:
    _may_export(request)
    return get_object_or_404(Edition, year=year)


def _may_export(request: HttpRequest) -> None:
    if not can_export(request.user):
        raise PermissionDenied


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
