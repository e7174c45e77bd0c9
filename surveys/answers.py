"""What a possible answer to a question is, and the form in which it is stored."""

from django.utils.translation import gettext_lazy as _

from forum import characters
from surveys import errors, receipts
from surveys.dataset import Answer
from surveys.models import Question
from surveys.plan import ANSWER_LENGTH


def valid_answer(question: Question, answer: object) -> Answer:
    """The answer as it is stored. Raises Invalid or TooLarge when the question cannot have it."""
    if question.kind == Question.Kind.TEXT:
        return _valid_text(answer)
    options = {option["id"] for option in question.options}
    if question.kind == Question.Kind.MULTIPLE:
        return _valid_choices(answer, options)
    if not isinstance(answer, str) or answer not in options:
        raise errors.Invalid(_("Choose one of the options."))
    return answer


def _valid_choices(answer: object, options: set[str]) -> list[str]:
    if not isinstance(answer, list) or not all(isinstance(choice, str) for choice in answer):
        raise errors.Invalid(_("Choose at least one of the options."))
    if not answer or len(answer) != len(set(answer)) or not set(answer) <= options:
        raise errors.Invalid(_("Choose at least one of the options, each once."))
    return sorted(answer)


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
