"""The design page: waves, questions and joint groups as formsets that work without scripts."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from surveys import plan
from surveys.forms.design_question import QuestionRows, question_initial
from surveys.forms.design_rows import MergeRows, Rows, WaveRows, merge_initial, wave_initial
from surveys.models import Survey, Wave
from surveys.plan import QuestionPlan, WavePlan, as_planned, frozen_questions

PREFIXES = {"wave", "question", "merge"}


class SurveyDesign:
    """The formsets of the page, and what they mean together.

    `data` may ask for one more row (`add`) or one less (`remove`).
    """

    def __init__(self, survey: Survey, data: QueryDict | None = None):
        self.survey = survey
        self.frozen = frozen_questions(survey)
        self.stored_waves = list(survey.waves.order_by("position"))
        questions = survey.questions.filter(why_of=None).select_related("why")
        questions = questions.prefetch_related("askings__wave")
        self.stored_questions = {str(q.uuid): q for q in questions}
        self.merges_fixed = any(wave.opened_at for wave in self.stored_waves)
        data = _changed_rows(data) if data is not None else None
        items = [(str(i.pk), i.title) for i in survey.workshop.agenda.filter(is_wave=True)]
        self.waves = WaveRows(
            data,
            prefix="wave",
            row_label=_("Survey"),
            initial=[wave_initial(wave) for wave in self.stored_waves],
            form_kwargs={"items": items},
        )
        policies = [
            (str(p.pk), f"{p.letter}. {p.text}") for p in survey.workshop.policy_questions.all()
        ]
        self.questions = QuestionRows(
            data,
            prefix="question",
            row_label=_("Question"),
            initial=[question_initial(q) for q in self.stored_questions.values()],
            form_kwargs={"policies": policies, "waves": min(len(self.waves.forms), plan.WAVES)},
        )
        sent = data is not None and "merge-TOTAL_FORMS" in data and not self.merges_fixed
        self.merges = MergeRows(
            data if sent else None,
            prefix="merge",
            row_label=_("Joint group"),
            initial=[merge_initial(merge) for merge in survey.merges],
        )
        self._mark_fixed()

    def _mark_fixed(self) -> None:
        opened = {w.pk for w in self.stored_waves if w.status != Wave.Status.PLANNED}
        for form in self.waves.forms:
            form.fixed = _raw(form, "pk") in {str(pk) for pk in opened}
        for form in self.questions.forms:
            question = self.stored_questions.get(_raw(form, "uuid"))
            form.stored = question
            form.fixed = question is not None and question.pk in self.frozen

    @property
    def row_sets(self) -> list[Rows]:
        """The formsets that were sent."""
        merges = [self.merges] if self.merges.is_bound else []
        return [self.waves, self.questions, *merges]

    def is_valid(self) -> bool:
        """Fixed rows are not judged: what they hold is not saved either."""
        for rows in self.row_sets:
            for form in rows.forms:
                form.empty_permitted = False
        good = [rows.all_valid() for rows in self.row_sets]
        return all(good) and self._fits_together()

    def _fits_together(self) -> bool:
        self._check_items()
        self._check_counts()
        self._check_merges()
        return not any(form.errors for rows in self.row_sets for form in rows.kept())

    def _check_merges(self) -> None:
        seen: set[str] = set()
        for form in self.merges.kept() if self.merges.is_bound else []:
            groups = set(form.cleaned_data.get("groups", []))
            if groups & seen:
                form.add_error("groups", _("A group can be in one joint group only."))
            seen |= groups

    def _check_items(self) -> None:
        seen: set[str] = set()
        for form in self.waves.kept():
            item = _raw(form, "agenda_item")
            if item and item in seen:
                form.add_error("agenda_item", _("Another survey has this item already."))
            seen.add(item)

    def _check_counts(self) -> None:
        asked: dict[str, int] = {}
        opened = {str(w.position) for w in self.stored_waves if w.status != Wave.Status.PLANNED}
        for form in self.questions.kept():
            for number in [] if form.fixed else form.cleaned_data.get("waves", []):
                more = 2 if form.follows_why else 1
                asked[number] = asked.get(number, self._fixed_in(number)) + more
                if number in opened:
                    form.add_error("waves", _("Survey %(n)s was already opened.") % {"n": number})
                elif asked[number] > plan.QUESTIONS_PER_WAVE:
                    form.add_error("waves", _("A survey has at most 6 questions."))

    def _fixed_in(self, number: str) -> int:
        frozen = self.survey.waves.filter(position=int(number), askings__question__in=self.frozen)
        return frozen.count()

    def leave_unjudged(self) -> None:
        for rows in self.row_sets:
            rows.leave_unjudged()

    def plans(self) -> tuple[list[WavePlan], list[QuestionPlan], list[dict[str, Any]] | None]:
        """What to save; joint groups None = not sent. Removed waves leave the numbering."""
        kept = self.waves.kept()
        numbers = {old: new for new, old in enumerate(self._positions(kept), start=1)}
        waves = [form.planned() for form in kept]
        questions = []
        for form in self.questions.kept():
            planned = as_planned(form.stored) if form.fixed else form.planned()
            planned.waves = frozenset(numbers[n] for n in planned.waves if n in numbers)
            planned.compared = frozenset(numbers[n] for n in planned.compared if n in numbers)
            questions.append(planned)
        return waves, questions, self._planned_merges()

    def _planned_merges(self) -> list[dict[str, Any]] | None:
        if not self.merges.is_bound:
            return None
        return [merge for form in self.merges.kept() if (merge := form.planned())]

    def _positions(self, kept: list[forms.Form]) -> list[int]:
        return [place for place, form in enumerate(self.waves.forms, start=1) if form in kept]


def _raw(form: forms.Form, name: str) -> str:
    return str(form[name].value() or "")


def _changed_rows(data: QueryDict) -> QueryDict:
    """The posted data with the row added or removed that the pressed button asks for."""
    data = data.copy()
    if data.get("add") in PREFIXES:
        total = f"{data['add']}-TOTAL_FORMS"
        count = data.get(total, "")
        data[total] = str(int(count) + 1) if count.isdecimal() and len(count) < 4 else count
    prefix, _dash, number = data.get("remove", "").partition("-")
    if prefix in PREFIXES and number.isdecimal():
        data[f"{prefix}-{number}-DELETE"] = "on"
    return data
