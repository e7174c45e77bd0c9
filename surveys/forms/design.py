"""The design page: waves, questions and their options as formsets that work without scripts."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from surveys import plan
from surveys.models import Question, Survey, Wave
from surveys.plan import QuestionPlan, WavePlan, frozen_questions
from surveys.state import agreement_options

WRITTEN = ("en", "ar")
HAS_OPTIONS = {Question.Kind.SINGLE, Question.Kind.MULTIPLE}
OPTION_ROWS = range(1, plan.OPTIONS[1] + 1)


class WaveForm(forms.Form):
    """One wave; `fixed` ones were opened and are shown only."""

    use_required_attribute = False
    fixed = False
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("When, in a few words"), max_length=plan.TITLE_LENGTH, required=False
    )
    agenda_item = forms.ChoiceField(label=_("Item of the running order"), required=False)

    def __init__(self, *args, items: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].choices = [("", _("none")), *items]

    def planned(self) -> WavePlan:
        cleaned = self.cleaned_data
        item = cleaned.get("agenda_item")
        return WavePlan(cleaned.get("title", ""), int(item) if item else None, cleaned.get("pk"))


class QuestionForm(forms.Form):
    """One question with its options; `fixed` ones were asked and are shown only."""

    use_required_attribute = False
    fixed = False
    stored: Question | None = None
    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Question.Kind)
    text_en = forms.CharField(
        label=_("Question"),
        max_length=plan.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the question.")},
    )
    text_ar = forms.CharField(
        label=_("Question in Arabic"),
        max_length=plan.TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "rtl", "lang": "ar"}),
    )
    policy_question = forms.ChoiceField(label=_("Policy question"), required=False)
    waves = forms.MultipleChoiceField(
        label=_("Asked in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, policies: list[tuple[str, str]], waves: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["policy_question"].choices = [("", _("none")), *policies]
        numbers = range(1, waves + 1)
        self.fields["waves"].choices = [
            (str(n), _("Survey %(number)s") % {"number": n}) for n in numbers
        ]
        for n in OPTION_ROWS:
            self._add_option(n)

    def _add_option(self, n: int) -> None:
        number = {"number": n}
        self.fields[f"option_{n}_id"] = forms.CharField(
            required=False, max_length=40, widget=forms.HiddenInput
        )
        self.fields[f"option_{n}_en"] = forms.CharField(
            label=_("Option %(number)s") % number, max_length=plan.OPTION_LENGTH, required=False
        )
        self.fields[f"option_{n}_ar"] = forms.CharField(
            label=_("Option %(number)s in Arabic") % number,
            max_length=plan.OPTION_LENGTH,
            required=False,
            widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
        )
        self.fields[f"option_{n}_supports"] = forms.BooleanField(
            label=_("Option %(number)s counts as support") % number, required=False
        )

    def option_rows(self) -> list[dict[str, forms.BoundField]]:
        """The twelve rows of options for the template."""
        names = ("id", "en", "ar", "supports")
        return [{name: self[f"option_{n}_{name}"] for name in names} for n in OPTION_ROWS]

    def clean(self) -> None:
        super().clean()
        self._clean_options()
        waves = self.cleaned_data.get("waves", [])
        if len(waves) > plan.COMES_AGAIN:
            self.add_error("waves", _("A question can be asked in at most 3 surveys."))

    def _clean_options(self) -> None:
        if self.cleaned_data.get("kind") not in HAS_OPTIONS:
            return
        texts = [option["text"]["en"] for option in self._options()]
        for n in OPTION_ROWS:
            cleaned = self.cleaned_data
            if cleaned.get(f"option_{n}_ar") and not cleaned.get(f"option_{n}_en"):
                self.add_error(f"option_{n}_en", _("Write the option in English too."))
        if len(texts) < plan.OPTIONS[0]:
            self.add_error("option_1_en", _("A choice needs at least 2 options."))
        if len(texts) != len(set(texts)):
            self.add_error("option_1_en", _("Two options have the same words."))

    def planned(self) -> QuestionPlan:
        cleaned = self.cleaned_data
        policy = cleaned.get("policy_question")
        stored = self.stored.text if self.stored else {}
        return QuestionPlan(
            kind=cleaned["kind"],
            text=_texts(stored, cleaned["text_en"], cleaned.get("text_ar", "")),
            options=self._planned_options(),
            policy_question=int(policy) if policy else None,
            waves=frozenset(int(n) for n in cleaned["waves"]),
            uuid=str(cleaned["uuid"] or ""),
        )

    def _planned_options(self) -> list[dict[str, Any]]:
        if self.cleaned_data["kind"] == Question.Kind.AGREEMENT:
            return agreement_options()
        return self._options() if self.cleaned_data["kind"] in HAS_OPTIONS else []

    def _options(self) -> list[dict[str, Any]]:
        """The filled rows; ids stay with their option, new ones get the next free number."""
        cleaned = self.cleaned_data
        rows = [n for n in OPTION_ROWS if cleaned.get(f"option_{n}_en")]
        used = {cleaned.get(f"option_{n}_id") for n in rows}
        free = (str(n) for n in range(1, 100) if str(n) not in used)
        seen: set[str] = set()
        found = []
        for n in rows:
            key = cleaned.get(f"option_{n}_id") or next(free)
            key = key if key not in seen else next(free)
            seen.add(key)
            english, arabic = cleaned[f"option_{n}_en"], cleaned.get(f"option_{n}_ar", "")
            text = _texts(self._stored_option(key), english, arabic)
            supports = bool(cleaned.get(f"option_{n}_supports"))
            found.append({"id": key, "text": text, "supports": supports})
        return found

    def _stored_option(self, key: str) -> dict[str, str]:
        options = self.stored.options if self.stored else []
        return next((option["text"] for option in options if option["id"] == key), {})


def _texts(stored: dict[str, str], english: str, arabic: str) -> dict[str, str]:
    """The written languages as typed; what is stored in other languages stays."""
    others = {code: text for code, text in stored.items() if code not in WRITTEN}
    return {"en": english, **({"ar": arabic} if arabic else {}), **others}


class Rows(forms.BaseFormSet):
    """Rows that are removed and added by buttons of the same form."""

    def __init__(self, *args, row_label: str = "", **kwargs):
        self.row_label = row_label
        super().__init__(*args, **kwargs)

    def kept(self) -> list[Any]:
        """The rows that were not removed."""
        return [form for form in self.forms if not form["DELETE"].value()]

    def leave_unjudged(self) -> None:
        """Show everything typed without a word about what is missing."""
        self._errors = []
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form._errors = ErrorDict()

    def refuse(self, message: str) -> None:
        """Say above the rows why they were not saved."""
        self.non_form_errors().append(message)


def _rows(form: type[forms.Form], limit: int) -> type[Rows]:
    return forms.formset_factory(
        form,
        formset=Rows,
        extra=0,
        can_delete=True,
        max_num=limit,
        absolute_max=limit + 10,
        validate_max=True,
    )


WaveRows = _rows(WaveForm, plan.WAVES)
QuestionRows = _rows(QuestionForm, plan.QUESTIONS)


class SurveyDesign:
    """Both formsets of the page, and what they mean together.

    `data` may ask for one more row (`add`) or one less (`remove`).
    """

    def __init__(self, survey: Survey, data: QueryDict | None = None):
        self.survey = survey
        self.frozen = frozen_questions(survey)
        self.stored_waves = list(survey.waves.order_by("position"))
        self.stored_questions = {str(q.uuid): q for q in survey.questions.all()}
        data = _changed_rows(data) if data is not None else None
        items = [(str(i.pk), i.title) for i in survey.workshop.agenda.filter(is_wave=True)]
        self.waves = WaveRows(
            data,
            prefix="wave",
            row_label=_("Survey"),
            initial=[_wave_initial(wave) for wave in self.stored_waves],
            form_kwargs={"items": items},
        )
        policies = [
            (str(p.pk), f"{p.letter}. {p.text}") for p in survey.workshop.policy_questions.all()
        ]
        self.questions = QuestionRows(
            data,
            prefix="question",
            row_label=_("Question"),
            initial=[_question_initial(q) for q in self.stored_questions.values()],
            form_kwargs={"policies": policies, "waves": min(len(self.waves.forms), plan.WAVES)},
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

    def is_valid(self) -> bool:
        """Fixed rows are not judged: what they hold is not saved either."""
        for form in [*self.waves.forms, *self.questions.forms]:
            form.empty_permitted = False
        good = [self._all_valid(rows) for rows in (self.waves, self.questions)]
        return all(good) and self._fits_together()

    def _all_valid(self, rows: Rows) -> bool:
        rows.is_valid()
        for form in rows.forms:
            if form.fixed:
                form._errors = ErrorDict()
        return not rows.non_form_errors() and not any(form.errors for form in rows.kept())

    def _fits_together(self) -> bool:
        self._check_items()
        self._check_counts()
        return not any(form.errors for form in [*self.waves.kept(), *self.questions.kept()])

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
                asked[number] = asked.get(number, self._fixed_in(number)) + 1
                if number in opened:
                    form.add_error("waves", _("Survey %(n)s was already opened.") % {"n": number})
                elif asked[number] > plan.QUESTIONS_PER_WAVE:
                    form.add_error("waves", _("A survey has at most 6 questions."))

    def _fixed_in(self, number: str) -> int:
        frozen = self.survey.waves.filter(position=int(number), askings__question__in=self.frozen)
        return frozen.count()

    def leave_unjudged(self) -> None:
        self.waves.leave_unjudged()
        self.questions.leave_unjudged()

    def plans(self) -> tuple[list[WavePlan], list[QuestionPlan]]:
        """What to save. Removed waves leave the numbering of `waves` in the questions."""
        kept = self.waves.kept()
        numbers = {old: new for new, old in enumerate(self._positions(kept), start=1)}
        waves = [form.planned() for form in kept]
        questions = []
        for form in self.questions.kept():
            planned = _as_stored(form.stored) if form.fixed else form.planned()
            planned.waves = frozenset(numbers[n] for n in planned.waves if n in numbers)
            questions.append(planned)
        return waves, questions

    def _positions(self, kept: list[forms.Form]) -> list[int]:
        return [place for place, form in enumerate(self.waves.forms, start=1) if form in kept]


def _as_stored(question: Question) -> QuestionPlan:
    return QuestionPlan(question.kind, question.text, question.options, uuid=str(question.uuid))


def _raw(form: forms.Form, name: str) -> str:
    return str(form[name].value() or "")


def _wave_initial(wave: Wave) -> dict[str, Any]:
    return {"pk": wave.pk, "title": wave.title, "agenda_item": wave.agenda_item_id}


def _question_initial(question: Question) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "uuid": question.uuid,
        "kind": question.kind,
        "policy_question": question.policy_question_id,
        "waves": [str(n) for n in question.askings.values_list("wave__position", flat=True)],
        **{f"text_{language}": question.text.get(language, "") for language in WRITTEN},
    }
    if question.kind in HAS_OPTIONS:
        for n, option in enumerate(question.options, start=1):
            initial[f"option_{n}_id"] = option["id"]
            initial[f"option_{n}_supports"] = option.get("supports", False)
            for language in WRITTEN:
                initial[f"option_{n}_{language}"] = option["text"].get(language, "")
    return initial


def _changed_rows(data: QueryDict) -> QueryDict:
    """The posted data with the row added or removed that the pressed button asks for."""
    data = data.copy()
    if data.get("add") in {"wave", "question"}:
        total = f"{data['add']}-TOTAL_FORMS"
        count = data.get(total, "")
        data[total] = str(int(count) + 1) if count.isdecimal() and len(count) < 4 else count
    prefix, _dash, number = data.get("remove", "").partition("-")
    if prefix in {"wave", "question"} and number.isdecimal():
        data[f"{prefix}-{number}-DELETE"] = "on"
    return data
