"""What a server keeps after the seal: no token, cookie, voter key or secret, no old copy of a row."""

import hmac
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.proofs.counts import proved, times
from tests.proofs.ranks import Ranks
from tests.services import Cluster, cluster, find_programs
from tests.surveys.served import Browser, Server, served

HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
TABLES = ("survey", "attendee", "ballot", "idea", "support", "entrycode")
REWRITTEN = ", ".join(f"surveys_{name}" for name in TABLES)


@dataclass
class Room:
    """Words that lead from an answer to a phone, and the nonces in the order of voting."""

    words: list[str]
    nonces: list[str]


def voted(server: Server) -> Room:
    """A whole survey on a running server, answered with nonces of the phones, and ended."""
    code, moderator = server.codes[0], server.moderator()
    phones = [Browser(server.port) for _ in range(times("people whose links are looked for"))]
    for phone in phones:
        phone.post(f"/j/{code}/join/", {"door": "room"})
    moderator.step(code, "open", wave=1)
    questions, nonces = server.opened(code, 1)["questions"], []
    for phone in phones:
        for question in questions:
            nonces.append(secrets.token_hex(16))
            ballot = {"question": question["id"], "answer": "2", "nonce": nonces[-1]}
            assert phone.ballot(code, ballot).code == 200
    moderator.step(code, "end")
    return Room(links(server, phones), nonces)


def links(server: Server, phones: list[Browser]) -> list[str]:
    """Secret, cookies with their parts, and the voter keys the server made of them."""
    cookies = [v for phone in phones for k, v in phone.cookies.items() if k.startswith("igf_att")]
    tokens = [cookie.split(".")[0] for cookie in cookies]
    signatures = [cookie.split(".")[2] for cookie in cookies]
    stored = set(server.column("surveys_attendee", "voter_key"))
    for secret in server.column("surveys_survey", "secret"):
        keys = {hmac.digest(secret.encode(), token.encode(), "sha256").hex() for token in tokens}
        if keys == stored:
            return [secret, *keys, *cookies, *tokens, *signatures]
    raise AssertionError("the keys do not come from the cookies")


def seal(server: Server) -> None:
    server.moderator().step(server.codes[0], "seal", seal="SEAL")
    assert len(server.column("surveys_record", "sha256")) == 1


def below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def found_in(content: bytes, words: list[str]) -> int:
    return sum(word.encode() in content for word in words)


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster | None]:
    """A PostgreSQL whose files can be read, where the suite runs on one; else nothing."""
    if not os.environ.get("DATABASE_URL"):
        yield None
        return
    with cluster(find_programs(["PostgreSQL"])["PostgreSQL"].path) as started:
        yield started


@pytest.fixture(scope="module")
def server(database, tmp_path_factory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("left"), database.url if database else "") as running:
        yield running


@pytest.fixture(scope="module")
def room(server, database) -> Room:
    made = voted(server)
    if database:
        told(server, "ANALYZE")
    assert found_in(server.dump().encode(), made.words) == in_the_database(made)
    seal(server)
    return made


def in_the_database(room: Room) -> int:
    """How many of the words a database needs to know before the seal: secret and keys."""
    return 1 + (len(room.words) - 1) // 4


def test_after_the_seal_database_and_data_folder_hold_no_link(server, room):
    dump, files = server.dump(), below(server.data)

    assert len(room.words) == 1 + 4 * times("people whose links are looked for")
    assert found_in(dump.encode(), room.words) == found_in(files, room.words) == 0
    in_a_line = [len({*HEX.findall(line)} & {*room.nonces}) for line in dump.splitlines()]
    assert max(in_a_line) == 1
    assert sum(in_a_line) >= 2 * len(room.nonces)  # the row and the record
    proved("links left after the seal", looked_for=len(room.words), found=0)


def test_the_files_of_the_database_hold_no_link_or_it_is_said_how_to_get_rid_of_them(
    server, room, database
):
    if database:
        in_files_of_postgresql(server, room, database)
    else:
        in_files_of_sqlite(server, room)


def in_files_of_sqlite(server: Server, room: Room) -> None:
    raw, ranks = server.raw_files(), Ranks()
    places = {nonce: raw.find(nonce.encode()) for nonce in room.nonces}
    ranks.add(sorted(room.nonces, key=places.__getitem__), room.nonces)

    copies = [raw.count(nonce.encode()) for nonce in room.nonces]
    assert max(copies) == 2  # the row and the record; a page may end within the latter
    assert sum(copies) > 1.9 * len(copies)
    assert (server.data / "portal.sqlite3-wal").stat().st_size == 0
    assert list(server.data.glob("*-journal")) == []
    assert not ranks.tells(), f"{ranks.mean}, {ranks.deviations} deviations"


def in_files_of_postgresql(server: Server, room: Room, database: Cluster) -> None:
    """What docs/privacy.md warns of, and what it says to do about it."""
    tables, log = database.folder / "data" / "base", database.folder / "data" / "pg_wal"
    told(server, "CHECKPOINT")
    sealed = found_in(below(tables), room.words)
    told(server, f"VACUUM FULL {REWRITTEN}")
    told(server, "CHECKPOINT")

    assert sealed == in_the_database(room)
    assert found_in(below(tables), room.words) == 0
    assert found_in(below(log), room.words) == in_the_database(room)
    proved("links in the files of the tables after VACUUM FULL", looked_for=len(room.words))


def told(server: Server, statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(server.database_url)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)
