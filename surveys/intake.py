"""Joining and answering: the only writer of attendees and ballots.

Whatever returns from here is committed. Whatever raises stored nothing.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from forum import characters
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from surveys import errors, receipts, tokens
from surveys.dataset import Answer
from surveys.models import Asking, Attendee, Ballot, Question, Survey, Wave
from surveys.plan import ANSWER_LENGTH

TRIES = 3
RUNNING = {Survey.Status.PREPARING, Survey.Status.RUNNING}

_turn = threading.Lock()
Row = TypeVar("Row", bound=models.Model)
Result = TypeVar("Result")


def join(survey: Survey, token: str, door: str, group: str = "", region: str = "") -> Attendee:
    """Take part through the door, or change the door; the same token joins once.

    Raises Closed after the end of the session, Invalid for an unknown door, group or region.
    """
    known(door, Door, "door")
    told = _about(group, region)

    def write() -> Attendee:
        stored = _held(Survey, survey.pk)
        if stored.status not in RUNNING:
            raise errors.Closed(_("The session has ended."))
        attendee, _made = Attendee.objects.update_or_create(
            survey=stored,
            voter_key=tokens.voter_key(stored, token),
            defaults={"door": door, **told},
        )
        return attendee

    return _committed(write)


def tell_about(survey: Survey, token: str, group: str = "", region: str = "") -> None:
    """Keep group and region, or that they were skipped; nobody is asked a second time.

    Raises NotJoined for an unknown token, Invalid for unknown names, Closed after the end.
    """
    told = {**_about(group, region), "asked_about": True}

    def write() -> None:
        stored = _held(Survey, survey.pk)
        if stored.status not in RUNNING:
            raise errors.Closed(_("The session has ended."))
        key = tokens.voter_key(stored, token)
        if not Attendee.objects.filter(survey=stored, voter_key=key).update(**told):
            raise errors.NotJoined

    _committed(write)


def cast(asking: UUID | str, voter_key: str, answer: Answer, nonce: str) -> str:
    """Store one answer and return its receipt; the same answer and nonce again change nothing."""
    if not receipts.is_nonce(nonce):
        raise errors.Invalid(_("The nonce must be 32 lower-case hexadecimal characters."))
    return cast_many(voter_key, {asking: answer}, {str(asking): nonce})[str(asking)]


def cast_many(
    voter_key: str,
    answers: Mapping[UUID | str, Answer],
    nonces: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Store all answers of a page or none; asking → receipt.

    An answer without a nonce gets one here, and keeps the stored one when it did not change.
    Raises NotJoined, Closed, Invalid, TooLarge or Busy.
    """
    given = {str(asking): answer for asking, answer in answers.items()}
    return _committed(lambda: _store(voter_key, given, nonces or {}))


def known(value: str, vocabulary: type[models.TextChoices], field: str) -> None:
    """Raise Invalid unless the value is one of the exact words."""
    if value not in vocabulary.values:
        raise errors.Invalid(_("Choose one of the options."), field=field)


def _about(group: str, region: str) -> dict[str, Any]:
    if group:
        known(group, StakeholderGroup, "group")
    if region:
        known(region, RegionalGroup, "region")
    return {"group": group, "region": region, "asked_about": True} if group or region else {}


def _store(
    voter_key: str, answers: Mapping[str, Answer], nonces: Mapping[str, str]
) -> dict[str, str]:
    askings = _askings(answers)
    wave = _open_wave(askings)
    if not Attendee.objects.filter(survey_id=wave.survey_id, voter_key=voter_key).exists():
        raise errors.NotJoined
    kept = {
        str(ballot.asking_id): ballot
        for ballot in Ballot.objects.filter(asking__in=list(askings.values()), voter_key=voter_key)
    }
    rows = [
        _ballot(asking, voter_key, answers[key], nonces.get(key), kept.get(key))
        for key, asking in sorted(askings.items())
    ]
    Ballot.objects.bulk_create(
        [row for row in rows if row is not kept.get(str(row.asking_id))],
        update_conflicts=True,
        unique_fields=["asking", "voter_key"],
        update_fields=["answer", "nonce", "receipt"],
    )
    return {str(row.asking_id): row.receipt for row in rows}


def _askings(answers: Mapping[str, Answer]) -> dict[str, Asking]:
    try:
        keys = [UUID(key) for key in answers]
    except ValueError:
        raise errors.Invalid(_("This question does not exist.")) from None
    found = Asking.objects.filter(uuid__in=keys).select_related("question").order_by()
    askings = {str(asking.uuid): asking for asking in found}
    if not askings or set(askings) != set(answers):
        raise errors.Invalid(_("This question does not exist."))
    return askings


def _open_wave(askings: Mapping[str, Asking]) -> Wave:
    """The one wave all questions are asked in, open and kept open until the transaction ends."""
    waves = {asking.wave_id for asking in askings.values()}
    if len(waves) > 1:
        raise errors.Invalid(_("The questions belong to different surveys."))
    wave = _held(Wave, waves.pop())
    if wave.status != Wave.Status.OPEN or wave.voided_at:
        raise errors.Closed
    return wave


def _ballot(
    asking: Asking, voter_key: str, answer: Answer, nonce: str | None, kept: Ballot | None
) -> Ballot:
    answer = valid_answer(asking.question, answer)
    if kept and kept.answer == answer and nonce in (None, kept.nonce):
        return kept
    nonce = nonce or receipts.new_nonce()
    receipt = receipts.receipt(str(asking.uuid), answer, nonce)
    return Ballot(asking=asking, voter_key=voter_key, answer=answer, nonce=nonce, receipt=receipt)


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
        raise errors.TooLarge(_("Use at most %(limit)s characters.") % {"limit": ANSWER_LENGTH})
    try:
        receipts.canonical(answer)
    except ValueError:
        raise errors.Invalid(_("The text holds characters that cannot be stored.")) from None
    return answer


def _held(model: type[Row], key: int) -> Row:
    """The row, which nobody can change before this transaction ends.

    PostgreSQL: FOR SHARE, so that answers do not wait for each other. SQLite: the transaction
    began IMMEDIATE and holds the only write lock.
    """
    rows = model._base_manager.filter(pk=key).order_by()  # an order by survey would lock that too
    if connection.vendor != "postgresql":
        return rows.get()
    sql, parameters = rows.query.sql_with_params()
    return model._base_manager.raw(f"{sql} FOR SHARE", parameters)[0]


def _committed(write: Callable[[], Result]) -> Result:
    """Run in one transaction and return after COMMIT.

    SQLite has one writer: threads of this process queue here instead of polling the file lock.
    """
    for _attempt in range(TRIES):
        queue = _turn if connection.vendor == "sqlite" else nullcontext()
        try:
            with queue, transaction.atomic():
                return write()
        except OperationalError:
            if connection.in_atomic_block:
                raise
    raise errors.Busy
