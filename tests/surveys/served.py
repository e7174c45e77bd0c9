"""A real server process with a database of its own, and phones that speak HTTP to it."""

import http.client
import json
import math
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode
from uuid import UUID

from tests.databases import ROOT, own_database

STARTS_WITHIN = 90
ANSWERS_WITHIN = 60
NOT_PASSED_ON = ("REDIS_URL", "SITE_URL", "COVERAGE")
SHORT_WAY, LONG_WAY = "igfportal.asgi:BallotProtocol", "httptools"


@dataclass
class Reply:
    code: int
    text: str
    cookies: dict[str, str]
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> dict:
        return json.loads(self.text)


@dataclass
class Browser:
    """One connection at a time, a cookie jar, nothing else."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Reply:
        return self._send("GET", path, None, headers)

    def post(self, path: str, fields: dict) -> Reply:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, urlencode(fields), form)

    def ballot(self, code: str, body: str | dict, **headers: str) -> Reply:
        """Send a JSON ballot, or a text in its place."""
        text = body if isinstance(body, str) else json.dumps(body)
        given = {"Content-Type": "application/json", **headers}
        return self._send("POST", f"/j/{code}/ballot", text, given)

    def _send(self, method: str, path: str, body: str | None, given: dict[str, str]) -> Reply:
        cookies = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        headers = {"Cookie": cookies, **{k.replace("_", "-"): v for k, v in given.items()}}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        place = answer.headers.get("Location", "")
        return Reply(answer.status, text, dict(self.cookies), place, dict(answer.headers))


class Moderator(Browser):
    """Somebody at the console."""

    def sign_in(self, email: str, password: str) -> None:
        self.get("/accounts/login/")
        self._form("/accounts/login/", {"login": email, "password": password})

    def step(self, code: str, verb: str, **fields) -> Reply:
        return self._form(f"/moderate/{code}/{verb}/", fields)

    def _form(self, path: str, fields: dict) -> Reply:
        token = self.cookies.get("csrftoken", "")
        return self.post(path, {"csrfmiddlewaretoken": token, **fields})


@dataclass
class Server:
    port: int
    data: Path
    database_url: str
    email: str
    password: str
    codes: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    http: str = SHORT_WAY
    process: subprocess.Popen = field(init=False)

    def start(self) -> None:
        """Start the process, also again after a kill, on the same port and data."""
        command = [sys.executable, "-m", "uvicorn", "igfportal.asgi:application"]
        command += ["--port", str(self.port), "--log-level", "error", "--no-access-log"]
        command += ["--http", self.http, "--no-proxy-headers"]
        with open(self.data / "server.log", "a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        wait_for(self.port, self.process)

    def kill(self) -> None:
        """End the process as a power cut would, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(30)

    def state(self, code: str) -> dict:
        return json.loads(Browser(self.port).get(f"/j/{code}/state.json").text)

    def state_when(self, code: str, ready: Callable[[dict], bool]) -> dict:
        return state_when(self.port, code, ready)

    def opened(self, code: str, wave: int) -> dict:
        """The state once everybody sees that the wave is open."""
        return self.state_when(code, lambda s: (s["phase"], s["wave"]) == ("open", wave))

    def moderator(self) -> Moderator:
        made = Moderator(self.port)
        made.sign_in(self.email, self.password)
        return made

    def survey(self, code: str) -> UUID:
        """The survey under the code, as the server's database knows it."""
        page = Browser(self.port).get(f"/j/{code}").text
        return UUID(re.search(r'data-survey="([0-9a-f-]{32,36})"', page)[1])

    def column(self, table: str, column: str) -> list[str]:
        with self._connection() as connection:
            cursor = connection.cursor()
            cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
            return [row[0] for row in cursor.fetchall()]

    def dump(self) -> str:
        """Everything in the database as text, with the values PostgreSQL keeps as statistics."""
        with self._connection() as connection:
            if not self.database_url:
                return "\n".join(connection.iterdump())
            return "\n".join(_copied(connection))

    def raw_files(self) -> bytes:
        """The database files as they lie on disk; nothing for a database server."""
        return b"".join(path.read_bytes() for path in self.data.glob("portal.sqlite3*"))

    @contextmanager
    def _connection(self) -> Iterator:
        if self.database_url:
            import psycopg2

            opened = psycopg2.connect(self.database_url)
        else:
            opened = sqlite3.connect(self.data / "portal.sqlite3", timeout=30)
        with closing(opened) as connection:
            yield connection


def _copied(connection) -> Iterator[str]:
    cursor = connection.cursor()
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
        yield from (row[0] for row in cursor.fetchall())
    cursor.execute("SELECT s::text FROM pg_stats s WHERE schemaname = 'public'")
    yield from (row[0].replace(",", "\n") for row in cursor.fetchall())


@contextmanager
def served(
    data: Path, database: str | None = None, http: str = SHORT_WAY, **settings: str
) -> Iterator[Server]:
    """A server on a free port; SQLite in the folder, or a database of its own beside the given one,
    which is DATABASE_URL's unless told otherwise.

    `settings` are further variables of its environment; `http` is how uvicorn speaks it.
    """
    with own_database(data, url=database) as url:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(NOT_PASSED_ON)},
            "IGF_DATA_DIR": str(data),
            "IGF_SAMPLE": "1",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "igfportal.settings",
            **settings,
        }
        made = subprocess.run(
            [sys.executable, "-m", "tests.surveys.prepare"],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        found = json.loads(made.stdout.splitlines()[-1])
        server = Server(_free_port(), data, url, environment=environment, http=http, **found)
        server.start()
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait(30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def state_when(port: int, code: str, ready: Callable[[dict], bool]) -> dict:
    """The first state of the stream of which this is true; the stream may have to begin again."""
    until, found = time.monotonic() + ANSWERS_WITHIN, {}
    while time.monotonic() < until:
        for found in events(port, code, until):
            if ready(found):
                return found
    raise AssertionError(f"the state did not come; the last one was {found}")


def events(port: int, code: str, until: float = math.inf) -> Iterator[dict]:
    """The states a stream sends, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERS_WITHIN)
    with closing(connection):
        connection.request("GET", f"/j/{code}/stream", headers={"Accept": "text/event-stream"})
        answer = connection.getresponse()
        assert answer.getheader("Content-Type") == "text/event-stream"
        while time.monotonic() < until and (line := answer.readline()):
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


def together(actions: Iterable) -> list[Reply]:
    """Run all at the same moment, each in a thread of its own."""
    waiting = list(actions)
    start = Barrier(len(waiting))

    def run(action) -> Reply:
        start.wait()
        return action()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(run, waiting))


def question_fields(page: str) -> list[str]:
    """The names of the questions on a vote page, in their order."""
    return list(dict.fromkeys(re.findall(r'name="(q-[0-9a-f-]{36})"', page)))
