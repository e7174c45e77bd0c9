"""A rehearsal: the survey run once with people whose answers never count."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from surveys import news
from surveys.actions.conduct import locked
from surveys.actions.design import write_design
from surveys.models import Survey, Wave
from surveys.plan import of_survey


@transaction.atomic
def start_rehearsal(survey: Survey, *, by: User) -> Survey:
    """A copy of a survey not yet begun, which stands under the session's code until it ends."""
    stored = locked(survey)
    if stored.is_rehearsal or stored.status != Survey.Status.PREPARING:
        raise RuleError(_("Only a survey that was not begun can be rehearsed."), on=survey)
    if stored.workshop.surveys.filter(is_rehearsal=True).exists():
        raise RuleError(_("The rehearsal is running already."), on=survey)
    if not stored.questions.exists():
        raise RuleError(_("This survey has no questions yet."), on=survey)
    design = of_survey(stored, same_session=True)
    rehearsal = Survey.objects.create(workshop=stored.workshop, is_rehearsal=True)
    write_design(rehearsal, design)
    audit.record(by, "rehearses", stored.workshop)
    news.after_commit(stored.pk)
    return rehearsal


@transaction.atomic
def end_rehearsal(survey: Survey, *, by: User | None) -> None:
    """Delete the rehearsal with everything answered in it. The survey itself starts fresh."""
    stored = locked(survey)
    if not stored.is_rehearsal:
        raise RuleError(_("This is no rehearsal."), on=survey)
    list(Wave.objects.select_for_update(of=("self",)).order_by().filter(survey=stored))
    audit.record(by, "ended the rehearsal of", stored.workshop)
    stored.delete()
    news.after_commit(survey.pk)
