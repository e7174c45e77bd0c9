"""A session gets another type: a number of that type, while the old number keeps leading to it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import numbering
from workshops import fitting
from workshops.actions.review import organizer_addresses
from workshops.models import SessionType, Workshop


@transaction.atomic
def convert(
    workshop: Workshop, *, to: SessionType, layout: str, minutes: int | None, by: User
) -> None:
    """Make a submitted or accepted session one of this type, with this format and length.

    It gets the next number of the type, or the one it had there before. The organizers are
    told at once, unless a decision waits for its release: then the mail of the decision says it.
    Raises RuleError for a format or length the type does not have, and for a session that is
    neither submitted nor accepted, or has begun.
    """
    before, old = workshop.short_name, workshop.type
    _require_convertible(workshop, to, layout, minutes)
    number = numbering.take(workshop, to.code, by=by)
    changed = Workshop.objects.filter(
        pk=workshop.pk, type=old, revision=workshop.revision, status__in=fitting.CONVERTIBLE
    ).update(
        type=to,
        number=number,
        layout=layout,
        minutes=minutes,
        draft=_draft(workshop, to, layout, minutes),
        revision=F("revision") + 1,
        updated_at=timezone.now(),
    )
    workshop.refresh_from_db()
    if not changed:
        raise RuleError(_("Somebody changed it in the meantime. Look at it again."), on=workshop)
    audit.record(by, "converted", workshop, details={"from": before, "to": workshop.short_name})
    if not workshop.awaits_release:
        page = workshop.get_absolute_url()
        outbox.add(
            "converted", workshop, to=organizer_addresses(workshop), before=before, page=page
        )


def _require_convertible(
    workshop: Workshop, to: SessionType, layout: str, minutes: int | None
) -> None:
    if reason := fitting.why_not_converted(workshop):
        raise RuleError(reason, on=workshop)
    if to.edition_id != workshop.edition_id or to.pk == workshop.type_id:
        refusal = _("Choose another type of the same edition.")
        raise RuleError(refusal, on=workshop, field="type")
    for field, reason in fitting.misfits(to, layout, minutes):
        raise RuleError(reason, on=workshop, field=field)


def _draft(
    workshop: Workshop, to: SessionType, layout: str, minutes: int | None
) -> dict[str, list[str]]:
    """Unsubmitted changes stay, with the new type in them."""
    if not workshop.draft:
        return {}
    shape = {"type": [str(to.pk)], "layout": [layout], "minutes": [str(minutes or "")]}
    return {**workshop.draft, **shape}
