"""The Secretariat's hand on the rules of an edition."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import Edition, User
from forum.references import reference
from submissions.models import Exemption, Rule, Submission
from submissions.rule_catalogue import CATALOGUE, Known


@transaction.atomic
def ensure_rules(
    edition: Edition, *, levels: Mapping[str, str] | None = None, by: User | None = None
) -> int:
    """Add the rules of the catalogue that the edition lacks; returns how many.

    `levels` sets how strict a new rule is, by code; the others start as the catalogue says.
    """
    chosen = levels or {}
    added = [
        _ensure(edition, kind, entry, chosen.get(entry.code, entry.level))
        for kind, entries in CATALOGUE.items()
        for entry in entries
    ]
    if any(added):
        audit.record(by, "added the default rules", edition)
    return sum(added)


@transaction.atomic
def change_rule(
    rule: Rule, *, level: str, text: str, source: str, parameters: Mapping[str, Any], by: User
) -> None:
    """Set how strict a rule is, its numbers and its words; it holds from the next check on."""
    rule.level, rule.text, rule.source = level, text, source
    rule.parameters = {**rule.parameters, **parameters}
    rule.save(update_fields=["level", "text", "source", "parameters", "changed_at"])
    audit.record(by, f"set a rule to {level}", rule)


@transaction.atomic
def exempt(submission: Submission, rule: Rule, *, note: str, by: User) -> None:
    """Let one request pass a rule that blocks it; the note says why."""
    if rule.level != Rule.Level.BLOCK or rule.edition_id != submission.edition_id:
        raise RuleError(_("This rule does not block the request."), on=submission)
    _exemption, added = Exemption.objects.get_or_create(
        rule=rule, about=reference(submission), defaults={"note": note, "by": by}
    )
    if not added:
        raise RuleError(_("There is an exception from this rule already."), on=submission)
    audit.record(by, f"made an exception from {rule.code}", submission)


@transaction.atomic
def take_exemption_back(submission: Submission, code: str, *, by: User) -> None:
    """Let a rule count again for a request that is not decided; the log keeps the reason it had."""
    status = Submission.Status
    if submission.status not in (status.DRAFT, status.SUBMITTED):
        refusal = _("The request is decided. Take the decision back before the exception.")
        raise RuleError(refusal, on=submission)
    found = Exemption.objects.filter(
        rule__edition=submission.edition_id, rule__code=code, about=reference(submission)
    ).first()
    if found is None:
        raise RuleError(_("There is no exception from this rule."), on=submission)
    details = {"rule": code, "note": found.note}
    found.delete()
    audit.record(by, "took an exception back", submission, details=details)


def _ensure(edition: Edition, kind: str, entry: Known, level: str) -> bool:
    _rule, added = Rule.objects.get_or_create(
        edition=edition,
        kind=kind,
        code=entry.code,
        defaults={
            "level": level,
            "text": entry.text,
            "source": entry.source,
            "parameters": dict(entry.parameters),
        },
    )
    return added
