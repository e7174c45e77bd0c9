import math
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys import state
from surveys.answers import valid_answer
from surveys.dataset import ABSTAIN, Answer
from surveys.errors import IntakeError
from surveys.models import Asking, Question

FOREIGN = _("This is not one of the options. Choose one that is shown.")
NOT_BOTH = _("Either answer or abstain, not both.")
ABSTAIN_CHOICE = (ABSTAIN, _("Abstain"))
TYPED_LENGTH = 40


class VoteForm(forms.Form):
    """All questions of one wave. Choices are needed, open text may stay empty; all may abstain."""

    use_required_attribute = False

    def __init__(self, askings: Sequence[Asking], data=None):
        super().__init__(data)
        self.askings = list(askings)
        for number, asking in enumerate(self.askings, start=1):
            field = _field(asking.question)
            field.label = str(asking.question)
            field.number = number
            field.kind = asking.question.kind
            self.fields[field_name(asking)] = field

    def clean(self) -> None:
        super().clean()
        if self.is_bound and not self.errors and not self.answers():
            first = field_name(self.askings[0]) if self.askings else None
            self.add_error(first, _("Write an answer."))

    def answers(self) -> dict[str, Answer]:
        """Asking → answer for every question that was answered."""
        given = {str(a.uuid): self.cleaned_data.get(field_name(a)) for a in self.askings}
        return {key: answer for key, answer in given.items() if answer not in (None, "", [])}

    def missing(self) -> list[forms.BoundField]:
        return [field for field in self if field.errors]


def field_name(asking: Asking) -> str:
    return f"q-{asking.uuid}"


class Choices(forms.MultipleChoiceField):
    """Several options, or to abstain and none of them."""

    def clean(self, value: Any) -> Answer:
        chosen = super().clean(value)
        if ABSTAIN not in chosen:
            return chosen
        if len(chosen) > 1:
            raise forms.ValidationError(NOT_BOTH)
        return ABSTAIN


class Typed(forms.BoundField):
    """A question answered by more than choices: what was typed, and whether to abstain is ticked."""

    @property
    def abstains(self) -> bool:
        return ABSTAIN in (self.value() or [])

    @property
    def typed(self) -> str:
        return next((text for text in self.value() or [] if text != ABSTAIN), "")

    @property
    def said(self) -> str:
        """Everything sent, as it is read back to the person."""
        if self.abstains:
            return str(ABSTAIN_CHOICE[1])
        if not self.field.options:
            return self.typed
        given = [text.rpartition("=") for text in self.value() or [] if text]
        return "\n".join(f"{rank}. {self.field.options.get(key, '')}" for key, _e, rank in given)

    @property
    def places(self) -> list[dict[str, Any]]:
        """A select for every option of a ranking: `text`, and `ranks` as (value, rank, chosen)."""
        chosen, options = self.value() or [], self.field.options
        ranks = range(1, len(options) + 1)
        return [
            {
                "text": text,
                "id": self.id_for_label if number == 0 else f"{self.id_for_label}_{number}",
                "ranks": [(f"{key}={r}", r, f"{key}={r}" in chosen) for r in ranks],
            }
            for number, (key, text) in enumerate(options.items())
        ]


class TypedField(forms.Field):
    """Everything sent under one name as a list; `parse` makes the answer of it."""

    widget = forms.MultipleHiddenInput
    needed: Any = ""

    def __init__(self, question: Question):
        super().__init__(required=False)
        self.question = question
        self.options = {o["id"]: state.option_text(question, o) for o in question.options}
        self.bounds = state.number(question) if question.number else {}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return Typed(form, self, field_name)

    def clean(self, value: list[str] | None) -> Answer | None:
        sent = [text for text in value or [] if text.strip()]
        typed = [text for text in sent if text != ABSTAIN]
        if len(typed) < len(sent):
            if typed:
                raise forms.ValidationError(NOT_BOTH)
            return ABSTAIN
        if not typed:
            if self.needed:
                raise forms.ValidationError(self.needed)
            return None
        try:
            return valid_answer(self.question, self.parse(typed))
        except IntakeError as error:
            raise forms.ValidationError(error.detail) from None

    def parse(self, typed: list[str]) -> object:
        return typed[0].strip()


class TextField(TypedField):
    pass


class NumberField(TypedField):
    needed = _("Write a number or abstain.")

    def parse(self, typed: list[str]) -> object:
        """The number, with a decimal point or comma, in any digits."""
        text = typed[0].strip()[:TYPED_LENGTH].replace(",", ".").replace("\u066b", ".")
        try:
            number = float(text)
        except ValueError:
            return None
        return None if math.isnan(number) else number


class RankingField(TypedField):
    needed = _("Rank at least one option or abstain.")

    def parse(self, typed: list[str]) -> object:
        """The options by their ranks. Two options of one rank are refused with both names."""
        by_rank: dict[int, str] = {}
        for text in typed:
            option, _equals, rank = text.rpartition("=")
            if option not in self.options or rank not in self._ranks():
                raise forms.ValidationError(FOREIGN)
            other = by_rank.setdefault(int(rank), option)
            if other != option:
                names = {"one": self.options[other], "other": self.options[option], "rank": rank}
                raise forms.ValidationError(
                    _("“%(one)s” and “%(other)s” both have rank %(rank)s. Use each rank once."),
                    params=names,
                )
        return [by_rank[rank] for rank in sorted(by_rank)]

    def _ranks(self) -> set[str]:
        return {str(rank) for rank in range(1, len(self.options) + 1)}


TYPED: dict[str, type[TypedField]] = {
    Question.Kind.TEXT: TextField,
    Question.Kind.NUMBER: NumberField,
    Question.Kind.RANKING: RankingField,
}


def _field(question: Question) -> forms.Field:
    if question.kind in TYPED:
        return TYPED[question.kind](question)
    choices = [(option["id"], state.option_text(question, option)) for option in question.options]
    if question.kind == Question.Kind.MULTIPLE:
        return Choices(
            choices=[*choices, ABSTAIN_CHOICE],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Choose at least one answer."),
                "invalid_choice": FOREIGN,
            },
        )
    if question.kind == Question.Kind.AGREEMENT:
        choices.reverse()
    return forms.ChoiceField(
        choices=[*choices, ABSTAIN_CHOICE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer."), "invalid_choice": FOREIGN},
    )
