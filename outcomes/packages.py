"""The large files of an edition, made step by step: each calls `step` with done and total."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from forum import pdf, whole_files
from forum.spreadsheets import INTEGER, MOMENT, Column, Sheet, to_csv
from outcomes.bundle import build_bundle
from outcomes.models import Export, ImpulsePaper, ReportVersion
from outcomes.outcome_report import LICENCE_NOTE, OutcomeReport, as_data, outcome_report
from outcomes.pdf import read
from outcomes.reading import as_json
from outcomes.themes import by_theme
from outcomes.word_report import to_docx
from workshops.models import Workshop

Step = Callable[[int, int], None]
EPOCH = (2000, 1, 1, 0, 0, 0)
STYLE = "paper-print.css"
KINDS = {INTEGER: "whole number", MOMENT: "YYYY-MM-DD HH:MM, in the zone its name says"}
README = """{edition}: open data set

Sessions, booths, participation and results of the forum as CSV (UTF-8, comma) and JSON.
data-dictionary.csv says what every column holds. Counts of people from 1 to 4 are hidden, and
groups under 10 share a row. A text that a spreadsheet would run as a formula begins with '.
Rows marked "sample" or "simulated" are made up and describe no real session or answer.

Licence: {licence}
"""


def build(export: Export, step: Step) -> bytes:
    """The file somebody asked for. The same state of the edition gives the same bytes."""
    makers = {
        Export.Kind.REPORT_PDF: report_pdf,
        Export.Kind.REPORT_DOCX: report_docx,
        Export.Kind.PAPERS: papers,
        Export.Kind.OPEN_DATA: open_data,
    }
    with translation.override("en"):
        return makers[Export.Kind(export.kind)](export, step)


def keep(export: Export, body: bytes) -> None:
    """Put the file in its place as a whole; a second worker puts the same there."""
    whole_files.put(export.path, body)


def report_pdf(export: Export, step: Step) -> bytes:
    """The outcome report by theme, tagged, drawn without network."""
    step(0, 2)
    report = outcome_report(export.edition)
    context = {"shown": export.edition, "themes": by_theme(report), "export": export}
    html = render_to_string("outcomes/outcome_report_print.html", context)
    step(1, 2)
    name = export.uuid.hex.encode()
    return pdf.draw(html, style=STYLE, moment=export.created_at, identifier=name)


def report_docx(export: Export, step: Step) -> bytes:
    """The outcome report by theme, to be edited."""
    step(0, 1)
    themes = by_theme(outcome_report(export.edition))
    return to_docx(export.edition, themes, moment=export.created_at)


def papers(export: Export, step: Step) -> bytes:
    """Every public paper as PDF and JSON with its bundle, and every filed report."""
    found = list(_public_papers(export))
    reports = list(_filed_reports(export))
    return _zipped(_paper_files(found, reports, step))


def open_data(export: Export, step: Step) -> bytes:
    """The public rows of the outcome report with a data dictionary and a note on the licence."""
    step(0, 2)
    report = outcome_report(export.edition, public=True)
    step(1, 2)
    readme = README.format(edition=export.edition, licence=LICENCE_NOTE)
    return _zipped(iter([("README.txt", readme.encode()), *_tables(report)]))


def _tables(report: OutcomeReport) -> Iterator[tuple[str, bytes]]:
    yield "LICENCE.txt", (LICENCE_NOTE + "\n").encode()
    yield "data-dictionary.csv", to_csv(dictionary(report))
    yield "data.json", json.dumps(as_data(report), ensure_ascii=False, indent=1).encode()
    for sheet in report.sheets:
        yield f"{file_name(sheet)}.csv", to_csv(sheet)


def file_name(sheet: Sheet) -> str:
    return sheet.name.lower().replace(" ", "-")


def dictionary(report: OutcomeReport) -> Sheet:
    """Every column of every table: its name, what its cells hold, how many are filled."""
    lines = [
        (file_name(sheet), column.header, KINDS.get(column.kind, "text"), filled)
        for sheet in report.sheets
        for column, filled in zip(sheet.columns, _filled(sheet), strict=True)
    ]
    columns = [
        Column("Table", lambda line: line[0]),
        Column("Column", lambda line: line[1]),
        Column("Holds", lambda line: line[2]),
        Column("Filled rows", lambda line: line[3], INTEGER),
    ]
    return Sheet("Data dictionary", columns, lines)


def _filled(sheet: Sheet) -> list[int]:
    rows = sheet.rows()
    return [sum(row[n] not in (None, "") for row in rows) for n in range(len(sheet.columns))]


def _public_papers(export: Export) -> Iterator[ImpulsePaper]:
    shown = Workshop.objects.public().filter(edition=export.edition)
    found = ImpulsePaper.objects.public().filter(workshop__in=shown)
    return (
        found.select_related("workshop__edition", "workshop__type").order_by("workshop").iterator()
    )


def _filed_reports(export: Export) -> Iterator[ReportVersion]:
    shown = Workshop.objects.public().filter(edition=export.edition)
    found = ReportVersion.objects.filter(report__workshop__in=shown)
    related = found.select_related("report__workshop__edition", "report__workshop__type")
    return related.order_by("report__workshop", "number").iterator()


def _paper_files(
    found: list[ImpulsePaper], reports: list[ReportVersion], step: Step
) -> Iterator[tuple[str, bytes]]:
    for number, paper in enumerate(found):
        step(number, len(found))
        code, version = paper.workshop.code, paper.current
        if version is None:
            continue
        yield f"{code}/paper.json", _as_bytes(as_json(version))
        try:
            yield f"{code}/paper.pdf", read(version)
        except pdf.RendererMissing as error:
            yield f"{code}/paper.pdf.missing.txt", str(error).encode()
        if bundle := build_bundle(paper.workshop):
            yield f"{code}/bundle.zip", bundle
    for filed in reports:
        name = f"{filed.report.workshop.code}/report-{filed.number}.json"
        yield name, _as_bytes({"reason": filed.reason, **filed.content})


def _as_bytes(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _zipped(files: Iterator[tuple[str, bytes]]) -> bytes:
    """A ZIP with fixed dates; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
