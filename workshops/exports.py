"""Session proposals as tables, to be read, edited and brought back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forum.models import Edition
from submissions.checklists import Checklist
from submissions.models import Call
from submissions.transfer import Content, Transfer
from workshops import rules
from workshops.forms.proposal import ProposalForms
from workshops.models import Workshop


def _check(edition: Edition, content: Content, workshop: Workshop | None) -> Checklist:
    return rules.of_content(edition, content, by=None, workshop=workshop)


def _kept(workshop: Workshop) -> dict[str, str]:
    if workshop.number is None:
        return {}
    return {"type": _("It has a number as this type. Convert it on its own page.")}


def _siblings(edition: Edition, content: Content) -> QuerySet[Any]:
    return Workshop.objects.filter(edition=edition, type=content["type"])


SESSIONS = Transfer(
    kind=Call.Kind.SESSION,
    name="sessions",
    sheet="Sessions",
    model=Workshop,
    forms=ProposalForms,
    check=_check,
    kept=_kept,
    siblings=_siblings,
)
