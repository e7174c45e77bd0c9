"""What the rules of an edition say about a booth request, typed, submitted or stored."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict

from booths.forms.request import BoothForms
from booths.models import Booth
from forum.models import Edition, User
from submissions import checklists
from submissions.checklists import Checklist
from submissions.models import Call
from submissions.rulebook import Earlier, RequestFacts

Status = Booth.Status
REQUESTED = (Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED)


def of_content(
    edition: Edition, content: Mapping[str, Any], *, by: User | None, booth: Booth | None = None
) -> Checklist:
    """The rules on what a valid form says."""
    return checklists.checklist(
        edition,
        Call.Kind.BOOTH,
        lambda: gather(edition, content["organization"], by, booth),
        booth,
    )


def of_typed(edition: Edition, data: QueryDict, booth: Booth | None, by: User | None) -> Checklist:
    """The rules on what stands in the form now, however unfinished."""
    name = data.get("organization", "").replace("\x00", "")
    return of_content(edition, {"organization": name}, by=by, booth=booth)


def of_stored(booth: Booth) -> Checklist:
    """The rules on the request as it was submitted; on a draft as far as it is typed."""
    is_draft = booth.status == Status.DRAFT
    data = BoothForms.stored(booth) if is_draft else BoothForms.written(booth)
    return of_typed(booth.edition, data, booth, booth.created_by)


def gather(
    edition: Edition, organization: str, by: User | None, booth: Booth | None
) -> RequestFacts:
    """Who asked for other booths of the edition: this account, this organization."""
    owner = (booth.created_by if booth else None) or by
    name = " ".join(organization.split())
    others = Booth.objects.filter(edition=edition, status__in=REQUESTED)
    if booth and booth.pk:
        others = others.exclude(pk=booth.pk)
    others = others.annotate(body=Lower("organization__name")).filter(
        Q(body=name.casefold()) | Q(created_by=owner, created_by__isnull=False)
    )
    found = list(others.values_list("body", "created_by"))
    same_body = sum(bool(name) and body == name.casefold() for body, _maker in found)
    same_person = sum(owner is not None and maker == owner.pk for _body, maker in found)
    return RequestFacts(
        earlier_by_person=(Earlier(str(owner or ""), ("",) * same_person),),
        earlier_by_organization=(Earlier(name, ("",) * same_body),),
    )
