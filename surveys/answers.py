"""What a possible answer to a question is, and the form in which it is stored."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from forum import characters
from surveys import errors, receipts
from surveys.dataset import ABSTAIN, Answer
from surveys.models import Question
from surveys.plan import ANSWER_LENGTH


def valid_answer(question: Question, answer: object) -> Answer:
    """The answer as it is stored. Raises Invalid or TooLarge when the question cannot have it.

    "abstain" is an answer to every question.
    """
    kind = question.kind
    if answer == ABSTAIN:
        return ABSTAIN
    if kind == Question.Kind.TEXT:
        return _valid_text(answer)
    if kind == Question.Kind.NUMBER:
        return _valid_number(answer, question.number)
    options = {option["id"] for option in question.options}
    if kind == Question.Kind.MULTIPLE:
        return sorted(_different(answer, options, _("Choose at least one of the options.")))
    if kind == Question.Kind.RANKING:
        return _different(answer, options, _("Rank at least one of the options."))
    if not isinstance(answer, str) or answer not in options:
        raise errors.Invalid(_("Choose one of the options."))
    return answer


def _different(answer: object, options: set[str], nothing: Any) -> list[str]:
    """Option ids in the order given, at least one, each once."""
    if not isinstance(answer, list) or not all(isinstance(choice, str) for choice in answer):
        raise errors.Invalid(nothing)
    if not answer:
        raise errors.Invalid(nothing)
    if len(answer) != len(set(answer)) or not set(answer) <= options:
        raise errors.Invalid(_("Name only options of this question, each once."))
    return answer


def _valid_number(answer: object, rule: dict[str, Any]) -> int | float:
    """A number between the bounds; whole ones are stored without a decimal point."""
    if not isinstance(answer, int | float) or isinstance(answer, bool) or answer != answer:
        raise errors.Invalid(_("Write a number."))
    low, high, decimals = rule["min"], rule["max"], rule["decimals"]
    if not low <= answer <= high:
        raise errors.Invalid(
            _("Write a number from %(low)s to %(high)s."), low=str(low), high=str(high)
        )
    if round(answer, decimals) != answer:
        message = _("Use at most %(decimals)s decimals.") if decimals else _("Use a whole number.")
        raise errors.Invalid(message, decimals=decimals)
    return int(answer) if answer == int(answer) else answer


def _valid_text(answer: object) -> str:
    if not isinstance(answer, str) or not answer.strip():
        raise errors.Invalid(_("Write an answer."))
    if reason := characters.refusal(answer):
        raise errors.Invalid(reason, field="answer")
    if len(answer) > ANSWER_LENGTH:
        raise errors.TooLarge(_("Use at most %(limit)s characters."), limit=ANSWER_LENGTH)
    try:
        receipts.canonical(answer)
    except ValueError:
        raise errors.Invalid(_("The text holds characters that cannot be stored.")) from None
    return answer
