"""The rules of an edition applied to a request: the same for the form, the submission and the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from forum.models import Edition
from forum.references import reference
from submissions.models import Exemption, Rule, Submission
from submissions.rule_catalogue import evaluate
from submissions.rulebook import Blocked, Finding, RequestFacts


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


def level_of(edition: Edition, kind: str, code: str) -> str:
    """How strict a rule is in an edition; empty where it is not one of its rules."""
    rule = Rule.objects.filter(edition=edition, kind=kind, code=code).first()
    return rule.level if rule else ""


def _exemptions(rules: Iterable[Rule], submission: Submission | None) -> dict[str, str]:
    if submission is None or submission.pk is None:
        return {}
    found = Exemption.objects.filter(rule__in=rules, about=reference(submission))
    return dict(found.values_list("rule__code", "note"))
