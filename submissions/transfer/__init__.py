"""Requests as tables: the export, and the import of what was exported and edited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from forum.models import Edition
from submissions.checklists import Checklist
from submissions.forms import RequestForms
from submissions.models import Submission

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Transfer:
    """What one kind of request brings along, so that it can leave and come back as a table.

    The columns follow from the forms. `check` applies the rules of the edition to what a valid
    form says; `kept` names the fields of a stored request that no import may change, with the
    reason; `siblings` are the requests among which a number is given once.
    """

    kind: str
    name: str
    sheet: str
    model: type[Submission]
    forms: type[RequestForms]
    check: Callable[[Edition, Content, Any], Checklist]
    kept: Callable[[Any], dict[str, str]]
    siblings: Callable[[Edition, Content], QuerySet]
