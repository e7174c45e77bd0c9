"""Joining and answering: the only writer of attendees and ballots.

Whatever returns from here is committed. Whatever raises stored nothing.
"""

import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
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
from surveys import entry_codes, errors, news, receipts, tokens
from surveys.answers import valid_answer
from surveys.dataset import Answer
from surveys.models import Attendee, Ballot, EntryCode, Question, Survey, Wave

TRIES = 3
BAD_NONCE = _("The nonce must be 32 lower-case hexadecimal characters.")
USED_NONCE = _("This answer was sent before with the same nonce. Use another one.")
VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
RUNNING = {Survey.Status.PREPARING, Survey.Status.RUNNING}

_turn = threading.Lock()
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


class BallotRow(NamedTuple):
    """An answer as it is stored, in canonical JSON."""

    asking: str
    voter_key: str
    answer: str
    nonce: str
    receipt: str


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
        return _committed(lambda: _store(papers))
    except errors.Busy as error:
        return [error] * len(papers)
    except (IntegrityError, DataError):
        if len(papers) == 1:
            return [errors.Invalid(USED_NONCE)]
        half = len(papers) // 2
        return cast_batch(papers[:half]) + cast_batch(papers[half:])


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
    askings = _askings({paper.asking for paper in papers})
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
    _upsert([rows[key] for key in sorted(rows)])
    for survey in surveys:
        news.after_commit(survey)
    return outcomes


class HeldAsking(NamedTuple):
    """A question in its wave, which stays as it is until the transaction ends."""

    survey: int
    status: str
    voided_at: Any
    opened_at: Any
    question_id: int

    @property
    def is_open(self) -> bool:
        return self.status == Wave.Status.OPEN and not self.voided_at

    def question(self) -> Question:
        return _question(self.question_id, self.opened_at)


@lru_cache(maxsize=1000)
def _question(key: int, _opened_at: Any) -> Question:
    """The question, which nobody changes once a wave with it was opened."""
    return Question.objects.get(pk=key)


def _askings(keys: set[str]) -> dict[str, HeldAsking]:
    """The questions by key, their waves locked in one order; unknown ones are missing.

    PostgreSQL: FOR SHARE, so that answers do not wait for each other. SQLite: the transaction
    began IMMEDIATE and holds the only write lock.
    """
    known_keys = [_as_stored(key) for text in keys if (key := _uuid(text))]
    if not known_keys:
        return {}
    sql = (
        "SELECT a.uuid, w.survey_id, w.status, w.voided_at, w.opened_at, a.question_id"  # noqa: S608
        " FROM surveys_asking a JOIN surveys_wave w ON w.id = a.wave_id"
        f" WHERE a.uuid IN ({_places(known_keys)}) ORDER BY w.id"
    )
    if connection.vendor == "postgresql":
        sql += " FOR SHARE OF w"
    with connection.cursor() as cursor:
        cursor.execute(sql, known_keys)
        return {str(UUID(str(key))): HeldAsking(*rest) for key, *rest in cursor.fetchall()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _joined(surveys: set[int], papers: Sequence[Paper]) -> set[tuple[int, str]]:
    """Who of these people takes part in which survey."""
    keys = {paper.voter_key for paper in papers}
    if not surveys:
        return set()
    sql = (
        "SELECT survey_id, voter_key FROM surveys_attendee"  # noqa: S608 - holds placeholders only
        f" WHERE survey_id IN ({_places(surveys)}) AND voter_key IN ({_places(keys)})"
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


def _upsert(rows: list[BallotRow]) -> None:
    """Write the rows, which are in the order of their keys so that two writers never wait in a ring.

    One statement without model instances: this is nearly all that a durable answer costs.
    """
    if not rows:
        return
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    sql = (
        "INSERT INTO surveys_ballot (id, asking_id, voter_key, answer, nonce, receipt)"  # noqa: S608
        f" VALUES {values} ON CONFLICT (asking_id, voter_key) DO UPDATE SET"
        " answer = excluded.answer, nonce = excluded.nonce, receipt = excluded.receipt"
    )
    askings = {asking: _as_stored(asking) for asking in {row.asking for row in rows}}
    parameters: list[str] = []
    for key, row in zip(_new_keys(len(rows)), rows, strict=True):
        parameters += (key, askings[row.asking], *row[1:])
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _new_keys(number: int) -> list[str]:
    """Random keys of version 4 from one call for randomness, during which other threads run."""
    data = secrets.token_hex(16 * number)
    keys = (data[i : i + 32] for i in range(0, len(data), 32))
    return [f"{key[:12]}4{key[13:16]}{VARIANT[key[16]]}{key[17:]}" for key in keys]


def _as_stored(key: UUID | str) -> str:
    """The key as this database writes it."""
    text = str(key)
    return text if connection.features.has_native_uuid_field else text.replace("-", "")


def _places(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


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


def _committed(write: Callable[[], Result]) -> Result:
    """Run in one transaction and return after COMMIT.

    SQLite has one writer: threads of this process queue here instead of polling the file lock.
    """
    for _attempt in range(TRIES):
        queue = _turn if connection.vendor == "sqlite" else nullcontext()
        try:
            with queue, transaction.atomic():
                return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close_if_unusable_or_obsolete()
    raise errors.Busy
