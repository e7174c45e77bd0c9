"""What the moderator does during the session."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from surveys import entry_codes, news, state
from surveys.models import Asking, Survey, Wave
from surveys.plan import QUESTIONS_PER_WAVE

REASON_LENGTH = 500
MINUTES = (1, 2, 5)


@transaction.atomic
def open_wave(wave: Wave, *, by: User) -> None:
    """Let people answer the wave; the first one starts the survey. Its questions are frozen."""
    survey = locked(wave.survey)
    _refuse_unless_openable(survey, wave)
    if survey.status == Survey.Status.PREPARING:
        survey.move_to(Survey.Status.RUNNING)
    wave.move_to(Wave.Status.OPEN, opened_at=timezone.now())
    audit.record(by, "opened", wave)
    news.after_commit(wave.survey_id)


@transaction.atomic
def close_wave(wave: Wave, *, by: User | None) -> None:
    """Take no more answers; a closed wave never reopens. Waits for answers being stored."""
    locked(wave.survey)
    Wave.objects.select_for_update(of=("self",)).order_by().get(pk=wave.pk)
    wave.move_to(Wave.Status.CLOSED, closed_at=timezone.now())
    audit.record(by, "closed", wave)
    news.after_commit(wave.survey_id)


@transaction.atomic
def extend(wave: Wave, minutes: int, *, by: User) -> None:
    """Announce when the open wave closes, or move that by so many minutes.

    Closes nothing: a wave is open until a moderator closes it.
    """
    locked(wave.survey)
    wave.refresh_from_db()
    if wave.status != Wave.Status.OPEN:
        raise RuleError(_("Only an open survey can be extended."), on=wave)
    if minutes not in MINUTES:
        raise RuleError(_("Choose 1, 2 or 5 minutes."), on=wave)
    start = max(timezone.now(), wave.closing_at or timezone.now())
    Wave.objects.filter(pk=wave.pk).update(closing_at=start + timedelta(minutes=minutes))
    wave.refresh_from_db()
    audit.record(by, "announced the closing of", wave, details={"minutes": minutes})
    news.after_commit(wave.survey_id)


@transaction.atomic
def show(wave: Wave, *, by: User) -> None:
    """Let everybody see the results of a closed wave."""
    survey = locked(wave.survey)
    wave.refresh_from_db()
    if survey.status == Survey.Status.SEALED:
        raise RuleError(_("The answers are sealed; the paper shows the results."), on=wave)
    if wave.voided_at:
        raise RuleError(_("This survey was voided; its results are not shown."), on=wave)
    wave.move_to(Wave.Status.SHOWN, shown_at=timezone.now())
    audit.record(by, "showed the results of", wave)
    news.after_commit(wave.survey_id)


@transaction.atomic
def void(wave: Wave, reason: str, *, by: User) -> None:
    """Take the wave out of all results, for a reason that is printed; an open one is closed."""
    reason = reason.strip()
    survey = locked(wave.survey)
    wave.refresh_from_db()
    if survey.status == Survey.Status.SEALED:
        raise RuleError(_("The answers are sealed and cannot be changed."), on=wave)
    if not reason or len(reason) > REASON_LENGTH:
        raise RuleError(_("Give a reason in at most 500 characters."), on=wave, field="reason")
    if wave.status == Wave.Status.PLANNED or wave.voided_at:
        raise RuleError(_("Only a survey that was opened can be voided, and only once."), on=wave)
    if wave.status == Wave.Status.OPEN:
        close_wave(wave, by=by)
    Wave.objects.filter(pk=wave.pk).update(voided_at=timezone.now(), void_reason=reason)
    wave.refresh_from_db()
    audit.record(by, "voided", wave)
    news.after_commit(wave.survey_id)


@transaction.atomic
def end(survey: Survey, *, by: User | None) -> None:
    """End the session's survey, closing what is open. Can be undone until the seal."""
    if locked(survey).is_rehearsal:
        raise RuleError(_("A rehearsal ends by being deleted."), on=survey)
    for wave in survey.waves.filter(status=Wave.Status.OPEN):
        close_wave(wave, by=by)
    survey.move_to(Survey.Status.ENDED, ended_at=timezone.now())
    audit.record(by, "ended", survey)
    news.after_commit(survey.pk)


@transaction.atomic
def undo_end(survey: Survey, *, by: User) -> None:
    """Take the end back: waves not yet asked can be opened again."""
    locked(survey)
    survey.move_to(Survey.Status.RUNNING, ended_at=None)
    audit.record(by, "took back the end of", survey)
    news.after_commit(survey.pk)


def locked(survey: Survey) -> Survey:
    """The stored row; other changes of the same survey wait until this transaction ends."""
    return Survey.objects.select_for_update(of=("self",)).order_by().get(pk=survey.pk)


def _refuse_unless_openable(survey: Survey, wave: Wave) -> None:
    if survey.status not in {Survey.Status.PREPARING, Survey.Status.RUNNING}:
        raise RuleError(_("The session has ended. Undo the end first."), on=wave)
    rehearsals = Survey.objects.filter(workshop=survey.workshop_id, is_rehearsal=True)
    if not survey.is_rehearsal and rehearsals.exists():
        raise RuleError(_("The rehearsal is still running. End it first."), on=wave)
    if survey.waves.filter(status=Wave.Status.OPEN).exists():
        raise RuleError(_("Another survey is open. Close it first."), on=wave)
    if survey.waves.filter(position__gt=wave.position, opened_at__isnull=False).exists():
        raise RuleError(_("A later survey was already opened."), on=wave)
    askings = list(state.askings_of(wave))
    if not askings:
        raise RuleError(_("This survey has no questions yet."), on=wave)
    refuse_too_long(wave, askings)
    if survey.level == Survey.Level.CODES and not entry_codes.are_out(survey):
        raise RuleError(
            _(
                "People need a one-time code for this survey, and none was made yet. "
                "Ask the Secretariat to make codes, or to open the survey to everybody."
            ),
            on=wave,
        )


def refuse_too_long(wave: Wave, askings: list[Asking]) -> None:
    """A wave has to fit into one small message to every phone, in each language."""
    languages = [code for code, _name in settings.LANGUAGES]
    if len(askings) > QUESTIONS_PER_WAVE or state.largest_size(askings, languages) > state.LARGEST:
        raise RuleError(
            _("Survey %(number)s is too long for phones. Shorten or remove a question.")
            % {"number": wave.position},
            on=wave,
        )
