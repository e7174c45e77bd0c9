"""Booth requests as tables, to be read, edited and brought back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from booths import rules
from booths.forms.request import BoothForms
from booths.models import Booth
from forum.models import Edition
from submissions.checklists import Checklist
from submissions.models import Call
from submissions.transfer import Content, Transfer


def _check(edition: Edition, content: Content, booth: Booth | None) -> Checklist:
    return rules.of_content(edition, content, by=None, booth=booth)


def _kept(booth: Booth) -> dict[str, str]:
    """Whoever has a place, or waits for one, keeps it until the Village desk says otherwise."""
    undecided = booth.status == Booth.Status.SUBMITTED and booth.waiting_since is None
    if undecided:
        return {}
    return {"attendance": _("It was decided with its place in the Village. Change it there.")}


def _siblings(edition: Edition, _content: Content) -> QuerySet[Any]:
    return Booth.objects.filter(edition=edition)


BOOTHS = Transfer(
    kind=Call.Kind.BOOTH,
    name="booths",
    sheet="Booths",
    model=Booth,
    forms=BoothForms,
    check=_check,
    kept=_kept,
    siblings=_siblings,
)
