"""The way of a session report: saved while it is written, filed once, corrected by versions."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import Edition, User
from forum.permissions import is_secretariat
from outcomes.inputs import sealed_record
from outcomes.models import ReportVersion, SessionReport
from outcomes.permissions import can_write_report, file_refusal
from submissions.drafts import Draft, Stale
from workshops.actions.report import report_filed
from workshops.models import Workshop

MOST_VERSIONS = 200


@transaction.atomic
def save(workshop: Workshop, draft: Draft, *, revision: int, by: User) -> SessionReport:
    """Keep what was typed over the revision it was typed on; raises Stale when that one is gone."""
    if not can_write_report(by, workshop):
        raise RuleError(_("The people of the session write its report."), on=workshop)
    report, _made = SessionReport.objects.get_or_create(workshop=workshop)
    rows = SessionReport.objects.filter(pk=report.pk, revision=revision)
    kept = rows.update(draft=draft, revision=F("revision") + 1, updated_at=timezone.now())
    report.refresh_from_db()
    if not kept:
        raise Stale(_("Somebody else saved this in the meantime."), on=report)
    return report


@transaction.atomic
def file_takeaways(workshop: Workshop, content: Mapping[str, Any], **by: Any) -> ReportVersion:
    """Make the takeaways and calls to action public before the rest of the report.

    Takes what `file` takes. The report is not filed by this; it stays due.
    """
    report = _claimed(workshop, by)
    if report.filed_at:
        raise RuleError(_("The report is filed. Correct it as a whole."), on=report)
    kept = {"narrative": "", "participants": {"room": None, "online": None}}
    return _add(report, {**content, **kept}, is_complete=False, by=by["by"])


@transaction.atomic
def file(workshop: Workshop, content: Mapping[str, Any], **by: Any) -> ReportVersion:
    """File the report, `by` a person and over the `revision` it was typed on.

    The first time it answers for the gate of the next edition; afterwards it is a correction,
    which gets the next number and needs a `reason`. Filing the same again changes nothing.
    """
    report = _claimed(workshop, by)
    reason = str(by.get("reason", "")).strip()
    newest = report.version
    if newest and newest.is_complete and newest.content == dict(content):
        return newest
    if report.filed_at and not reason:
        raise RuleError(_("Say what is corrected and why."), on=report, field="reason")
    version = _add(report, content, is_complete=True, by=by["by"], reason=reason)
    if report.filed_at is None:
        SessionReport.objects.filter(pk=report.pk).update(filed_at=version.filed_at)
        report_filed(workshop, at=version.filed_at)
    return version


def _claimed(workshop: Workshop, by: Mapping[str, Any]) -> SessionReport:
    """The report, locked and with an empty draft: what was typed becomes a version."""
    if refusal := file_refusal(by["by"], workshop):
        raise RuleError(refusal, on=workshop)
    return save(workshop, {}, revision=by["revision"], by=by["by"])


def _add(
    report: SessionReport,
    content: Mapping[str, Any],
    *,
    is_complete: bool,
    by: User,
    reason: str = "",
) -> ReportVersion:
    last = report.version
    if last and last.number >= MOST_VERSIONS:
        raise RuleError(_("This report has as many versions as fit."), on=report)
    now = timezone.now()
    version = ReportVersion.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        is_complete=is_complete,
        content=dict(content),
        reason=reason,
        is_simulated=_is_simulated(report.workshop),
        filed_by=by,
        filed_at=now,
    )
    if report.takeaways_filed_at is None:
        SessionReport.objects.filter(pk=report.pk).update(takeaways_filed_at=now)
    audit.record(by, "filed report" if is_complete else "filed takeaways", version)
    return version


def _is_simulated(workshop: Workshop) -> bool:
    """Made up for a sample: the answers or the notes that the report is about."""
    record = sealed_record(workshop)
    notes = workshop.notes.filter(is_simulated=True)
    return bool(record and record.survey.is_simulated) or notes.exists()


@transaction.atomic
def set_dates(edition: Edition, *, by: User, **limits: int) -> None:
    """Change when the reports of an edition are due and how long they may be."""
    if not is_secretariat(by):
        raise RuleError(_("The Secretariat sets the dates of the reports."), on=edition)
    stored = Edition.objects.select_for_update().get(pk=edition.pk)
    before = {name: stored.limit(name) for name in limits}
    Edition.objects.filter(pk=edition.pk).update(limits={**stored.limits, **limits})
    audit.record(by, "set dates of reports", edition, details={"before": before})
