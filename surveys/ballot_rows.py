"""Ballots as rows: the SQL of storing answers, which is nearly all that a durable answer costs.

Without model instances, and the same for one answer and for five hundred.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from surveys.models import Question, Wave

VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
Key = tuple[str, str]


class BallotRow(NamedTuple):
    """An answer as it is stored, in canonical JSON."""

    asking: str
    voter_key: str
    answer: str
    nonce: str
    receipt: str

    @property
    def key(self) -> Key:
        return self.asking, self.voter_key


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


def hold(keys: set[str]) -> dict[str, HeldAsking]:
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
        f" WHERE a.uuid IN ({places(known_keys)}) ORDER BY w.id{_for_share()}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, known_keys)
        return {str(UUID(str(key))): HeldAsking(*rest) for key, *rest in cursor.fetchall()}


def _for_share() -> str:
    return " FOR SHARE OF w" if connection.vendor == "postgresql" else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def write(rows: Sequence[BallotRow]) -> None:
    """Write the rows, in the order of their keys so that two writers never wait in a ring."""
    if not rows:
        return
    values, parameters = _values(rows)
    sql = (
        "INSERT INTO surveys_ballot (id, asking_id, voter_key, answer, nonce, receipt)"  # noqa: S608
        f" VALUES {values} {REPLACING}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


REPLACING = (
    "ON CONFLICT (asking_id, voter_key) DO UPDATE SET"
    " answer = excluded.answer, nonce = excluded.nonce, receipt = excluded.receipt"
)


def write_open(rows: Sequence[BallotRow], askings: Mapping[str, HeldAsking]) -> set[str]:
    """Write the rows of people who take part, to questions that are open; the receipts of those.

    One statement that is a transaction by itself: one way to the database and back. `askings`
    is what they were when their texts were read; one that was opened anew since is left out.
    """
    if not rows:
        return set()
    values, parameters = _values(rows)
    asked = {row.asking: askings[row.asking] for row in rows}
    either = " OR ".join(["(a.uuid = %s AND w.opened_at = %s)"] * len(asked))
    opened = [part for key, held in asked.items() for part in (_as_stored(key), held.opened_at)]
    as_uuid, as_json = ("::uuid", "::jsonb") if connection.vendor == "postgresql" else ("", "")
    sql = (
        "WITH held AS MATERIALIZED ("  # noqa: S608
        "SELECT a.uuid, w.survey_id FROM surveys_asking a JOIN surveys_wave w ON w.id = a.wave_id"
        f" WHERE w.status = 'open' AND w.voided_at IS NULL AND ({either})"
        f" ORDER BY w.id{_for_share()}),"
        f" paper (id, asking, voter_key, answer, nonce, receipt) AS (VALUES {values})"
        " INSERT INTO surveys_ballot (id, asking_id, voter_key, answer, nonce, receipt)"
        f" SELECT p.id{as_uuid}, h.uuid, p.voter_key, p.answer{as_json}, p.nonce, p.receipt"
        f" FROM paper p JOIN held h ON h.uuid = p.asking{as_uuid}"
        " WHERE (SELECT 1 FROM surveys_attendee t"
        " WHERE t.survey_id = h.survey_id AND t.voter_key = p.voter_key) = 1"
        f" ORDER BY p.asking, p.voter_key {REPLACING} RETURNING receipt"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*opened, *parameters])
        return {receipt for (receipt,) in cursor.fetchall()}


def _values(rows: Sequence[BallotRow]) -> tuple[str, list[str]]:
    """Placeholders for the rows in the order of their keys, and what belongs there."""
    askings = {asking: _as_stored(asking) for asking in {row.asking for row in rows}}
    parameters: list[str] = []
    for key, row in zip(_new_keys(len(rows)), sorted(rows), strict=True):
        parameters += (key, askings[row.asking], *row[1:])
    return ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows)), parameters


def _new_keys(number: int) -> list[str]:
    """Random keys of version 4 from one call for randomness, during which other threads run."""
    data = secrets.token_hex(16 * number)
    keys = (data[i : i + 32] for i in range(0, len(data), 32))
    return [f"{key[:12]}4{key[13:16]}{VARIANT[key[16]]}{key[17:]}" for key in keys]


def _as_stored(key: UUID | str) -> str:
    """The key as this database writes it."""
    text = str(key)
    return text if connection.features.has_native_uuid_field else text.replace("-", "")


def places(values: Collection[object]) -> str:
    """As many placeholders as there are values."""
    return ", ".join(["%s"] * len(values))
