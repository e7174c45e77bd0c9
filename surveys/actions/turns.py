"""Who has spoken: one tap for each contribution, from the room or online."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from forum.vocabulary import Door
from surveys import console
from surveys.actions.conduct import locked
from surveys.models import Survey, Turn


@transaction.atomic
def count_turn(survey: Survey, door: str, *, by: User) -> Turn:
    """Count one contribution from the door, under the agenda item of this moment."""
    if locked(survey).status == Survey.Status.SEALED:
        raise RuleError(_("The answers are sealed; the count is closed."), on=survey)
    if door not in Door.values:
        raise RuleError(_("Choose one: in the room or online."), on=survey)
    item = console.item_now(survey.workshop, survey)
    turn = Turn.objects.create(survey=survey, door=door, agenda_item=item, by=by)
    audit.record(by, "counted a turn", turn)
    return turn


@transaction.atomic
def undo_turn(turn: Turn, *, by: User) -> None:
    """Take one tap back."""
    if locked(turn.survey).status == Survey.Status.SEALED:
        raise RuleError(_("The answers are sealed; the count is closed."), on=turn.survey)
    audit.record(by, "took back a turn", turn)
    turn.delete()
