"""The rules of an edition applied to a request: the same for the form, the submission and the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from forum.models import Edition
from forum.references import reference
from submissions.models import Exemption, Rule, Submission
from submissions.rule_catalogue import evaluate
from submissions.rulebook import Blocked, Finding, RequestFacts

STAYS_FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Checklist:
    """The findings about one request, and how many of them are open."""

    findings: list[Finding]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_open and not finding.blocks]


def checklist(
    edition: Edition,
    kind: str,
    gather: Callable[[], RequestFacts],
    submission: Submission | None = None,
) -> Checklist:
    """What the edition's rules say; facts are gathered only where there is a rule."""
    rules = list(Rule.objects.filter(edition=edition, kind=kind).exclude(level=Rule.Level.OFF))
    if not rules:
        return Checklist([])
    return Checklist(evaluate(rules, gather(), _exemptions(rules, submission)))


def require(found: Checklist, *, on: Submission) -> None:
    """Raise Blocked when a rule keeps the request from going on."""
    if found.blocking:
        raise Blocked(found.findings, on=on)


def remember(submission: Submission, found: Checklist) -> None:
    """Store how often the rules block and warn now, for the lists of the Secretariat."""
    result = {
        "blocking_rules": len(found.blocking),
        "warning_rules": len(found.warnings),
        "checked_at": timezone.now(),
    }
    type(submission)._base_manager.filter(pk=submission.pk).update(**result)
    for name, value in result.items():
        setattr(submission, name, value)


def forget(submission: Submission) -> None:
    """Say that the stored result is due again; the clock renews it."""
    type(submission)._base_manager.filter(pk=submission.pk).update(checked_at=None)


def due(submissions: QuerySet, kind: str) -> QuerySet:
    """Those that wait for a decision and whose result is missing, an hour old, or older than a
    change of the rules; the oldest first."""
    rules = Rule.objects.filter(edition=OuterRef("edition"), kind=kind).order_by("-changed_at")
    old = Q(checked_at=None) | Q(checked_at__lt=timezone.now() - STAYS_FRESH)
    return (
        submissions.filter(status=Submission.Status.SUBMITTED)
        .annotate(rules_changed_at=Subquery(rules.values("changed_at")[:1]))
        .filter(old | Q(checked_at__lt=F("rules_changed_at")))
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )


def renew(submissions: QuerySet, kind: str, check: Callable[[Any], Checklist], *, most: int) -> int:
    """Check again what is due, at most so many; returns how many."""
    found = list(due(submissions, kind)[:most])
    for submission in found:
        remember(submission, check(submission))
    return len(found)


def level_of(edition: Edition, kind: str, code: str) -> str:
    """How strict a rule is in an edition; empty where it is not one of its rules."""
    rule = Rule.objects.filter(edition=edition, kind=kind, code=code).first()
    return rule.level if rule else ""


def _exemptions(rules: Iterable[Rule], submission: Submission | None) -> dict[str, str]:
    if submission is None or submission.pk is None:
        return {}
    found = Exemption.objects.filter(rule__in=rules, about=reference(submission))
    return dict(found.values_list("rule__code", "note"))
