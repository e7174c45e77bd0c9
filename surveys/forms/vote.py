from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.dataset import Answer
from surveys.models import Asking, Question
from surveys.plan import ANSWER_LENGTH
from surveys.state import option_text

FOREIGN = _("This is not one of the options. Choose one that is shown.")


class VoteForm(forms.Form):
    """All questions of one wave. Choices are needed, open text may stay empty."""

    use_required_attribute = False

    def __init__(self, askings: Sequence[Asking], data=None):
        super().__init__(data)
        self.askings = list(askings)
        for number, asking in enumerate(self.askings, start=1):
            field = _field(asking.question)
            field.label = str(asking.question)
            field.number = number
            self.fields[field_name(asking)] = field

    def clean(self) -> None:
        super().clean()
        if self.is_bound and not self.errors and not self.answers():
            first = field_name(self.askings[0]) if self.askings else None
            self.add_error(first, _("Write an answer."))

    def answers(self) -> dict[str, Answer]:
        """Asking → answer for every question that was answered."""
        given = {str(a.uuid): self.cleaned_data.get(field_name(a)) for a in self.askings}
        return {key: answer for key, answer in given.items() if answer}

    def missing(self) -> list[forms.BoundField]:
        return [field for field in self if field.errors]


def field_name(asking: Asking) -> str:
    return f"q-{asking.uuid}"


def _field(question: Question) -> forms.Field:
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(
            required=False,
            max_length=ANSWER_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": _("Use at most %(limit_value)d characters.")},
        )
    choices = [(option["id"], option_text(question, option)) for option in question.options]
    if question.kind == Question.Kind.MULTIPLE:
        return forms.MultipleChoiceField(
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Choose at least one answer."),
                "invalid_choice": FOREIGN,
            },
        )
    if question.kind == Question.Kind.AGREEMENT:
        choices.reverse()
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer."), "invalid_choice": FOREIGN},
    )
