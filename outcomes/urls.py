from django.urls import path

from outcomes.views import (
    exports,
    feedback,
    files,
    notes,
    owed,
    paper,
    report,
    review,
    switch,
    versions,
)
from outcomes.views.verify import script, verify

app_name = "outcomes"
urlpatterns = [
    path("verify/", verify, name="verify"),
    path("verify/verify.py", script, name="script"),
    path("<int:year>/outcomes/", paper.papers, name="papers"),
    path("<int:year>/outcomes/<slug:code>.pdf", files.paper_pdf, name="paper_pdf"),
    path("<int:year>/outcomes/<slug:code>.docx", files.paper_docx, name="paper_docx"),
    path("<int:year>/outcomes/<slug:code>.md", files.paper_markdown, name="paper_markdown"),
    path("<int:year>/outcomes/<slug:code>.json", files.paper_json, name="paper_json"),
    path("outcomes/paper-schema.json", files.paper_schema, name="paper_schema"),
    path("<int:year>/outcomes/<slug:code>/", paper.paper, name="paper"),
    path("<int:year>/outcomes/<slug:code>/bundle.zip", files.bundle, name="bundle"),
    path("<int:year>/outcomes/<slug:code>/approve/", paper.approve, name="approve"),
    path("<int:year>/outcomes/<slug:code>/withdraw/", paper.withdraw, name="withdraw"),
    path("<int:year>/outcomes/<slug:code>/publish/", paper.publish, name="publish"),
    path("<int:year>/outcomes/<slug:code>/next/", versions.next_version, name="next_version"),
    path("<int:year>/outcomes/<slug:code>/versions/", versions.versions, name="paper_versions"),
    path(
        "<int:year>/outcomes/<slug:code>/versions/<str:label>/",
        versions.version,
        name="paper_version",
    ),
    path(
        "<int:year>/outcomes/<slug:code>/versions/<str:label>/paper.<slug:kind>",
        files.version_file,
        name="version_file",
    ),
    path("<int:year>/outcomes/<slug:code>/compile/", paper.recompile, name="recompile"),
    path("<int:year>/outcomes/<slug:code>/review/", review.overview, name="review"),
    path(
        "<int:year>/outcomes/<slug:code>/review/<slug:section>/",
        review.section,
        name="review_section",
    ),
    path("<int:year>/outcomes/<slug:code>/comments/", feedback.comment, name="comment"),
    path("<int:year>/outcomes/<slug:code>/comments/<uuid:uuid>/", feedback.answer, name="answer"),
    path("notes/<str:code>/", notes.notes, name="notes"),
    path("notes/<str:code>/compile/", notes.compile_paper, name="notes_compile"),
    path("notes/<str:code>/items/", notes.add_item, name="notes_item"),
    path("notes/<str:code>/items/<int:position>/", notes.reword_item, name="notes_reword"),
    path("notes/<str:code>/<uuid:uuid>/", notes.note, name="note"),
    path("notes/<str:code>/<uuid:uuid>/delete/", notes.delete_note, name="note_delete"),
    path("my/reports/<uuid:uuid>/", report.write_report, name="write_report"),
    path("<int:year>/sessions/<slug:code>/report/", report.report, name="report"),
    path(
        "<int:year>/sessions/<slug:code>/report/<int:number>/",
        report.report,
        name="report_version",
    ),
    path("secretariat/reports/", owed.owed, name="owed"),
    path("secretariat/reports/<int:year>/dates/", owed.report_dates, name="report_dates"),
    path("secretariat/reports/<int:year>/remind/", owed.remind_all, name="remind_all"),
    path("secretariat/reports/<uuid:uuid>/remind/", owed.remind, name="remind"),
    path("secretariat/compiling/", switch.compiling, name="compiling"),
    path("secretariat/compiling/go-on/", switch.go_on, name="compiling_go_on"),
    path("secretariat/exports/", exports.exports, name="exports"),
    path("secretariat/exports/<uuid:uuid>/", exports.export, name="export"),
    path("secretariat/exports/<uuid:uuid>/file/", exports.export_file, name="export_file"),
    path(
        "secretariat/exports/<int:year>/<slug:kind>/build/",
        exports.build_export,
        name="build_export",
    ),
    path(
        "secretariat/exports/<int:year>/outcome-report.<slug:kind>",
        exports.export_report,
        name="export_report",
    ),
    path(
        "secretariat/exports/<int:year>/village.csv", exports.export_village, name="export_village"
    ),
]
