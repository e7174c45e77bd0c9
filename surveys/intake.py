"""Joining and answering: the only writer of attendees and ballots.

Whatever returns from here is committed. Whatever raises stored nothing.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    models,
    transaction,
)
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from surveys import ballot_rows, entry_codes, errors, news, receipts, tokens
from surveys.answers import valid_answer
from surveys.ballot_rows import BallotRow, HeldAsking, hold, places
from surveys.dataset import Answer
from surveys.models import Attendee, Ballot, EntryCode, Question, Survey

TRIES = 3
BAD_NONCE = _("The nonce must be 32 lower-case hexadecimal characters.")
USED_NONCE = _("This answer was sent before with the same nonce. Use another one.")
RUNNING = {Survey.Status.PREPARING, Survey.Status.RUNNING}

REMEMBERED_AT_MOST = 1000

_turn = threading.Lock()
_open_askings: dict[str, HeldAsking] = {}
Result = TypeVar("Result")
Outcome = str | errors.IntakeError


def join(
    survey: Survey, token: str, door: str, group: str = "", region: str = "", code: str = ""
) -> None:
    """Take part through the door, or change the door; the same token joins once.

    Where the survey asks for one, an unused code is used up by the first joining.
    Raises Closed after the end of the session, NoCode, Invalid for an unknown door, group or region.
    """
    known(door, Door, "door")
    told = _about(group, region)

    def write() -> None:
        stored = _running(survey)
        key = tokens.voter_key(stored, token)
        _use_code(stored, key, code)
        Attendee.objects.bulk_create(
            [Attendee(survey=stored, voter_key=key, door=door, **told)],
            update_conflicts=True,
            unique_fields=["survey", "voter_key"],
            update_fields=["door", *told],
        )
        news.after_commit(stored.pk)

    _committed(write)


def tell_about(survey: Survey, token: str, group: str = "", region: str = "") -> None:
    """Keep group and region, or that they were skipped; nobody is asked a second time.

    Raises NotJoined for an unknown token, Invalid for unknown names, Closed after the end.
    """
    told = {**_about(group, region), "asked_about": True}

    def write() -> None:
        stored = _running(survey)
        key = tokens.voter_key(stored, token)
        if not Attendee.objects.filter(survey=stored, voter_key=key).update(**told):
            raise errors.NotJoined

    _committed(write)


@dataclass(frozen=True)
class Paper:
    """One answer on its way in; without a nonce it gets one, or keeps that of an equal answer."""

    asking: str
    voter_key: str
    answer: object
    nonce: str | None = None


def cast(asking: UUID | str, voter_key: str, answer: Answer, nonce: str) -> str:
    """Store one answer and return its receipt; the same answer and nonce again change nothing.

    Raises NotJoined, Closed, Invalid, TooLarge or Busy.
    """
    if not receipts.is_nonce(nonce):
        raise errors.Invalid(BAD_NONCE)
    return _taken(cast_batch([Paper(str(asking), voter_key, answer, nonce)])[0])


def cast_many(
    voter_key: str,
    answers: Mapping[UUID | str, Answer],
    nonces: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Store all answers of a page or none; asking → receipt.

    An answer without a nonce gets one here, and keeps the stored one when it did not change.
    Raises NotJoined, Closed, Invalid, TooLarge or Busy.
    """
    given = nonces or {}
    papers = [
        Paper(str(key), voter_key, answer, given.get(str(key))) for key, answer in answers.items()
    ]

    def write() -> dict[str, str]:
        outcomes = _store(papers)
        return {paper.asking: _taken(found) for paper, found in zip(papers, outcomes, strict=True)}

    try:
        return _committed(write)
    except IntegrityError:
        raise errors.Invalid(USED_NONCE) from None


def cast_batch(papers: Sequence[Paper]) -> list[Outcome]:
    """Store the answers of many people in one transaction: a receipt or a refusal for each.

    What was refused did not keep the others out. Of two answers of one person to one question
    the later holds; both get their receipts.
    """
    try:
        found = _at_once(papers)
        left = [paper for paper, receipt in zip(papers, found, strict=True) if receipt is None]
        others = iter(_one_by_one(left) if left else [])
    except errors.Busy as error:
        return [error] * len(papers)
    return [receipt or next(others) for receipt in found]


def _at_once(papers: Sequence[Paper]) -> list[str | None]:
    """The receipts of what one statement stored; whatever it left out needs a closer look."""
    rows = [_row_if_known(paper) for paper in papers]
    latest = {row.key: row for row in rows if row}
    try:
        stored = _committed(
            lambda: ballot_rows.write_open(list(latest.values()), _open_askings), by_itself=True
        )
    except (IntegrityError, DataError):
        stored = set()
    kept = {key for key, row in latest.items() if row.receipt in stored}
    for survey in {_open_askings[asking].survey for asking in {asking for asking, _voter in kept}}:
        news.after_commit(survey)
    return [row.receipt if row and row.key in kept else None for row in rows]


def _row_if_known(paper: Paper) -> BallotRow | None:
    """The row of an answer that is possible, to a question this process has seen open."""
    asking = _open_askings.get(paper.asking)
    if asking is None or paper.nonce is None:
        return None
    try:
        return _row(paper, asking.question(), None)
    except errors.IntakeError:
        return None


def _one_by_one(papers: Sequence[Paper]) -> list[Outcome]:
    """Look at every answer and say why it is refused. Raises Busy."""
    try:
        return _committed(lambda: _store(papers))
    except (IntegrityError, DataError):
        if len(papers) == 1:
            return [errors.Invalid(USED_NONCE)]
        half = len(papers) // 2
        return _one_by_one(papers[:half]) + _one_by_one(papers[half:])


def _use_code(survey: Survey, voter_key: str, code: str) -> None:
    """Delete the code of somebody new; of two people with one code the second finds nothing."""
    if survey.level != Survey.Level.CODES:
        return
    if Attendee.objects.filter(survey=survey, voter_key=voter_key).exists():
        return
    unused = EntryCode.objects.filter(survey=survey, digest=entry_codes.digest(survey, code))
    if not code or not unused.delete()[0]:
        raise errors.NoCode(field="code")


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


def _store(papers: Sequence[Paper]) -> list[Outcome]:
    askings = hold({paper.asking for paper in papers})
    _remember(askings)
    surveys = {asking.survey for asking in askings.values()}
    joined = _joined(surveys, papers)
    kept = _kept(askings, papers)
    rows: dict[tuple[str, str], BallotRow] = {}
    outcomes: list[Outcome] = []
    for paper in papers:
        try:
            question = _asked(paper, askings, joined).question()
            row = _row(paper, question, kept.get((paper.asking, paper.voter_key)))
        except errors.IntakeError as error:
            outcomes.append(error)
        else:
            rows[paper.asking, paper.voter_key] = row
            outcomes.append(row.receipt)
    ballot_rows.write(list(rows.values()))
    for survey in surveys:
        news.after_commit(survey)
    return outcomes


def _remember(askings: Mapping[str, HeldAsking]) -> None:
    if len(_open_askings) > REMEMBERED_AT_MOST:
        _open_askings.clear()
    _open_askings.update({key: held for key, held in askings.items() if held.is_open})


def _joined(surveys: set[int], papers: Sequence[Paper]) -> set[tuple[int, str]]:
    """Who of these people takes part in which survey."""
    keys = {paper.voter_key for paper in papers}
    if not surveys:
        return set()
    sql = (
        "SELECT survey_id, voter_key FROM surveys_attendee"  # noqa: S608 - holds placeholders only
        f" WHERE survey_id IN ({places(surveys)}) AND voter_key IN ({places(keys)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*surveys, *keys])
        return set(cursor.fetchall())


def _kept(askings: Mapping[str, HeldAsking], papers: Sequence[Paper]) -> dict[tuple, BallotRow]:
    """The stored answers whose nonce the new ones may keep."""
    keys = {paper.voter_key for paper in papers if paper.nonce is None}
    if not keys:
        return {}
    found = Ballot.objects.filter(asking__in=list(askings), voter_key__in=keys)
    return {
        (str(ballot.asking_id), ballot.voter_key): BallotRow(
            str(ballot.asking_id),
            ballot.voter_key or "",
            receipts.canonical(ballot.answer),
            ballot.nonce,
            ballot.receipt,
        )
        for ballot in found
    }


def _asked(
    paper: Paper, askings: Mapping[str, HeldAsking], joined: set[tuple[int, str]]
) -> HeldAsking:
    """What the paper answers. Raises Invalid, Closed or NotJoined."""
    asking = askings.get(paper.asking)
    if asking is None:
        raise errors.Invalid(_("This question does not exist."))
    if not asking.is_open:
        raise errors.Closed
    if (asking.survey, paper.voter_key) not in joined:
        raise errors.NotJoined
    return asking


def _row(paper: Paper, question: Question, kept: BallotRow | None) -> BallotRow:
    answer = receipts.canonical(valid_answer(question, paper.answer))
    if kept and kept.answer == answer and paper.nonce is None:
        return kept
    nonce = paper.nonce or receipts.new_nonce()
    receipt = receipts.of_canonical(paper.asking, answer, nonce)
    return BallotRow(paper.asking, paper.voter_key, answer, nonce, receipt)


def _taken(outcome: Outcome) -> str:
    if isinstance(outcome, errors.IntakeError):
        raise outcome
    return outcome


def _running(survey: Survey) -> Survey:
    """The survey as it is stored, kept so. Raises Closed after its end, or when it is gone."""
    stored = _held(survey.pk)
    if stored is None or stored.status not in RUNNING:
        raise errors.Closed(_("The session has ended."))
    return stored


def _held(key: int) -> Survey | None:
    """The survey, which nobody can change before this transaction ends; None when it is gone."""
    rows = Survey._base_manager.filter(pk=key).order_by()
    if connection.vendor != "postgresql":
        return rows.first()
    sql, parameters = rows.query.sql_with_params()
    return next(iter(Survey._base_manager.raw(f"{sql} FOR SHARE", parameters)), None)


def _committed(write: Callable[[], Result], by_itself: bool = False) -> Result:
    """Run in one transaction and return after COMMIT; `by_itself`: one statement, which is one.

    SQLite has one writer: threads of this process queue here instead of polling the file lock.
    """
    alone = by_itself and not connection.in_atomic_block
    for _attempt in range(TRIES):
        queue = _turn if connection.vendor == "sqlite" else nullcontext()
        try:
            with queue, nullcontext() if alone else transaction.atomic():
                return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close_if_unusable_or_obsolete()
    raise errors.Busy
