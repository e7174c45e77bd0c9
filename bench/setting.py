"""An open survey in a database of its own, the requests of its people, and the servers to ask."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench import load
from bench.machine import ROOT, fresh_database

CONNECTIONS_AT_MOST = 256


@dataclass
class Setting:
    """One prepared survey: its environment and the people who joined."""

    environment: dict[str, str]
    code: str
    question: str
    cookies: list[str]
    keys: list[str]

    def ballots(self, number: int | None = None) -> list[bytes]:
        """One JSON ballot of every person, each with a nonce of its own."""
        place = f"/j/{self.code}/ballot"
        return [
            load.post(place, self._answer(n), f"Cookie: {cookie}")
            for n, cookie in enumerate(self.cookies[:number])
        ]

    def ordinary_answers(self) -> list[bytes]:
        """The same answers for the ordinary view."""
        return [
            load.post("/answer", self._answer(n), f"X-Key: {key}")
            for n, key in enumerate(self.keys)
        ]

    def _answer(self, number: int) -> bytes:
        answer = {"question": self.question, "answer": str(1 + number % 5)}
        return json.dumps({**answer, "nonce": secrets.token_hex(16)}).encode()


@contextmanager
def prepared(url: str, people: int) -> Iterator[Setting]:
    """A fresh database with an open survey; PostgreSQL, or SQLite without an address."""
    with fresh_database(url) as environment:
        made = subprocess.run(
            [sys.executable, "-m", "bench.room", str(people)],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        yield Setting(environment, **json.loads(made.stdout.splitlines()[-1]))
