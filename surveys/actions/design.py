"""Building a survey before the session, and changing what was not asked yet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from surveys import state
from surveys.actions.conduct import locked, refuse_too_long
from surveys.models import Asking, Question, Survey, Wave
from surveys.plan import WAVES, WHY, Design, QuestionPlan, WavePlan, frozen_questions, signature
from workshops.models import AgendaItem, Workshop


@transaction.atomic
def create_survey(workshop: Workshop, *, by: User | None, is_simulated: bool = False) -> Survey:
    """A survey in preparation with one wave per survey item of the running order, or one wave."""
    Workshop.objects.select_for_update(of=("self",)).order_by().get(pk=workshop.pk)
    if workshop.surveys.exclude(status=Survey.Status.SEALED).exists():
        raise RuleError(_("This session already has a survey."), on=workshop)
    survey = Survey.objects.create(workshop=workshop, is_simulated=is_simulated)
    items: list[AgendaItem | None] = list(workshop.agenda.filter(is_wave=True)) or [None]
    for position, item in enumerate(items[:WAVES], start=1):
        Wave.objects.create(survey=survey, position=position, agenda_item=item)
    audit.record(by, "prepared", survey)
    return survey


@transaction.atomic
def start_from(workshop: Workshop, design: Design, *, by: User) -> Survey:
    """A survey in preparation made from a template or another session's design.

    Waves without an item take the survey items of this running order, one after the other.
    """
    survey = create_survey(workshop, by=by)
    survey.waves.all().delete()
    items = list(workshop.agenda.filter(is_wave=True).values_list("pk", flat=True))
    for wave in design.waves:
        if wave.agenda_item is None and items:
            wave.agenda_item = items.pop(0)
    save_design(survey, design.waves, design.questions, design.merges, by=by)
    return survey


@transaction.atomic
def save_design(
    survey: Survey,
    waves: Sequence[WavePlan],
    questions: Sequence[QuestionPlan],
    merges: list[dict[str, Any]] | None = None,
    *,
    by: User,
) -> None:
    """Make the survey what the plan says. What an opened wave asked stays as it is.

    `waves` is the whole list, opened ones included; positions in `questions` count it from 1.
    `merges` (None = as before) are fixed with the first opened wave.
    """
    stored = locked(survey)
    if stored.is_rehearsal:
        raise RuleError(_("A rehearsal is a copy; change the survey itself."), on=survey)
    if stored.status not in {Survey.Status.PREPARING, Survey.Status.RUNNING}:
        raise RuleError(_("The session has ended; its survey cannot be changed."), on=survey)
    before = {wave.pk: signature(wave) for wave in _planned(survey)}
    kept = _save_waves(survey, waves)
    _save_questions(survey, questions, kept)
    if merges is not None and not any(wave.opened_at for wave in kept):
        Survey.objects.filter(pk=survey.pk).update(merges=merges)
    _refuse_too_long(survey)
    if stored.status == Survey.Status.RUNNING:
        _mark_changed(survey, before)
    audit.record(by, "designed", survey)


def write_design(survey: Survey, design: Design) -> None:
    """The same into a survey that holds nothing yet."""
    waves = _save_waves(survey, design.waves)
    _save_questions(survey, design.questions, waves)
    Survey.objects.filter(pk=survey.pk).update(merges=design.merges)
    _refuse_too_long(survey)


def _planned(survey: Survey) -> list[Wave]:
    return list(survey.waves.filter(status=Wave.Status.PLANNED).order_by("position"))


def _save_waves(survey: Survey, plans: Sequence[WavePlan]) -> list[Wave]:
    """The waves in the order of the plan, opened ones first and unchanged."""
    stored = {wave.pk: wave for wave in survey.waves.all()}
    opened = {pk for pk, wave in stored.items() if wave.status != Wave.Status.PLANNED}
    kept = {plan.pk for plan in plans if plan.pk in stored}
    if opened - kept:
        raise RuleError(_("A survey that was opened cannot be removed."), on=survey)
    _refuse_lost_comparison(survey, set(stored) - kept)
    survey.waves.exclude(pk__in=kept).delete()
    survey.waves.filter(status=Wave.Status.PLANNED).update(agenda_item=None)
    found = [(stored[plan.pk], plan) for plan in plans if plan.pk in stored]
    found.sort(key=lambda pair: pair[0].position)
    added = [(None, plan) for plan in plans if plan.pk not in stored]
    return [
        _save_wave(survey, wave, plan, position)
        for position, (wave, plan) in enumerate([*found, *added], start=1)
    ]


def _save_wave(survey: Survey, wave: Wave | None, plan: WavePlan, position: int) -> Wave:
    wave = wave or Wave(survey=survey)
    wave.position = position
    if wave.status == Wave.Status.PLANNED:
        wave.title = plan.title
        wave.agenda_item_id = plan.agenda_item
    wave.save()
    return wave


def _refuse_lost_comparison(survey: Survey, removed: set[int]) -> None:
    planned = Asking.objects.filter(wave__in=removed, question__in=frozen_questions(survey))
    if planned.exists():
        raise RuleError(
            _("This survey repeats a question that was already asked. Leave it unopened instead."),
            on=survey,
        )


def _save_questions(survey: Survey, plans: Sequence[QuestionPlan], waves: Sequence[Wave]) -> None:
    frozen = frozen_questions(survey)
    stored = {str(q.uuid): q for q in survey.questions.filter(why_of=None).select_related("why")}
    kept = {plan.uuid for plan in plans}
    gone = [q.pk for key, q in stored.items() if key not in kept and q.pk not in frozen]
    survey.questions.filter(pk__in=gone).delete()
    position = 0
    for plan in plans:
        question = stored.get(plan.uuid) or Question(survey=survey)
        fixed = question.pk in frozen
        for one in _with_why(question, plan, fixed=fixed):
            position += 1
            one.position = position
            one.save()
            if not fixed:
                _plan_askings(one, plan, waves)
            one.askings.filter(wave__status=Wave.Status.PLANNED).update(position=position)


def _with_why(question: Question, plan: QuestionPlan, *, fixed: bool) -> Iterator[Question]:
    """The question as planned, and after it the one that asks for the reason."""
    why = getattr(question, "why", None)
    if fixed:
        yield from [question] if why is None else [question, why]
        return
    _reword(question, plan)
    yield question
    if plan.asks_why:
        yield why or Question(
            survey=question.survey, why_of=question, kind=Question.Kind.TEXT, text=WHY
        )
    elif why:
        why.delete()


def _reword(question: Question, plan: QuestionPlan) -> None:
    question.kind = plan.kind
    question.text = plan.text
    question.options = plan.options
    question.number = plan.number
    question.policy_question_id = plan.policy_question


def _plan_askings(question: Question, plan: QuestionPlan, waves: Sequence[Wave]) -> None:
    asked = {waves[place - 1]: place for place in sorted(plan.waves)}
    if any(wave.status != Wave.Status.PLANNED for wave in asked):
        raise RuleError(_("A survey that was opened cannot get more questions."), on=question)
    question.askings.exclude(wave__in=asked).delete()
    compared = plan.comparison()
    for wave, place in asked.items():
        Asking.objects.update_or_create(
            question=question, wave=wave, defaults={"compared": place in compared}
        )


def _refuse_too_long(survey: Survey) -> None:
    for wave in _planned(survey):
        refuse_too_long(wave, list(state.askings_of(wave)))


def _mark_changed(survey: Survey, before: dict[int, list[tuple]]) -> None:
    changed = [wave.pk for wave in _planned(survey) if before.get(wave.pk) != signature(wave)]
    survey.waves.filter(pk__in=changed).update(changed_during_session=True)
