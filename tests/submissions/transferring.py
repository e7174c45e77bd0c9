"""Sending tables through the export and the import, without a browser."""

from django.db import transaction

from booths.actions import transfer as booth_actions
from booths.exports import BOOTHS
from forum import spreadsheets
from forum.models import Edition, Organization, Person, User
from submissions.actions.transfer import Write, bring_in
from submissions.models import Submission
from submissions.transfer import Transfer
from submissions.transfer.export import Export
from submissions.transfer.layout import Layout
from submissions.transfer.plan import Options, Plan
from submissions.transfer.reading import Reading
from submissions.transfer.store import tables_of
from workshops.actions import transfer as session_actions
from workshops.exports import SESSIONS

WRITE: dict[str, Write] = {
    SESSIONS.kind: session_actions.write,
    BOOTHS.kind: booth_actions.write,
}


def exported(transfer: Transfer, edition: Edition, ending: str) -> bytes:
    """The sent requests of an edition as the bytes of a file."""
    sent = transfer.model.objects.filter(edition=edition).exclude(status="draft")
    export = Export(Layout(transfer, edition), sent.order_by("pk"))
    if ending == "csv":
        return spreadsheets.to_csv(export.sheet())
    return spreadsheets.to_xlsx(export.sheets(), "Requests")


def planned(transfer: Transfer, edition: Edition, data: bytes, **options: bool) -> Plan:
    layout = Layout(transfer, edition)
    reading = Reading(layout, tables_of(data))
    return Plan(layout, reading, transfer.model.objects.all(), Options(**options))


def apply(plan: Plan, by: User) -> None:
    write = WRITE[plan.transfer.kind]
    bring_in(plan, shown=plan.digest, file_hash="0", write=write, by=by)


def said(plan: Plan) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.message) for p in plan.problems]


def content(transfer: Transfer, edition: Edition) -> dict[str, dict]:
    """What every request of the edition says, by its uuid."""
    layout = Layout(transfer, edition)
    stored = transfer.model.objects.filter(edition=edition)
    return {str(request.uuid): layout.of(request).essence() for request in stored}


@transaction.atomic
def wipe(transfer: Transfer, edition: Edition) -> None:
    """Delete the requests, and whoever was only known from them."""
    transfer.model.objects.filter(edition=edition).delete()
    Person.objects.filter(user=None).delete()
    Organization.objects.filter(people=None).delete()


def stored(model: type[Submission]) -> int:
    return model._base_manager.count()
