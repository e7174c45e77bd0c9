"""Processes on cores of their own: starting a server, what it costs, how much it holds."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
SERVER_CORE, OTHER_CORE = 0, 1
STARTS_WITHIN = 60
TICKS = os.sysconf("SC_CLK_TCK")


def keep_to(core: int) -> None:
    """Keep this process and all it starts to one core."""
    os.sched_setaffinity(0, {core})


class Server:
    """A running server process with its children."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text().split())]

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds(pid) for pid in self.processes())

    def kilobytes(self) -> int:
        """Resident memory of the server process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


def cpu_seconds(pid: int) -> float:
    """User and system time of one process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def postgres_cpu_seconds() -> float:
    """User and system time of all database processes, also of those that ended."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = path.read_text().rpartition(")")[0], path.read_text().rpartition(")")[2]
        except OSError:
            continue
        if "(postgres" in name:
            total += sum(map(int, fields.split()[11:15])) / TICKS
    return total


@contextmanager
def uvicorn(
    application: str, environment: dict[str, str], http: str = "httptools"
) -> Iterator[Server]:
    """An ASGI application in one process on the server's core."""
    options = ["--http", http, "--no-access-log", "--no-proxy-headers", "--log-level", "error"]
    options += ["--backlog", "16384"]
    command = [sys.executable, "-m", "uvicorn", application, *options]
    with _running([*command, "--port"], environment) as server:
        yield server


@contextmanager
def live(environment: dict[str, str]) -> Iterator[Server]:
    """The portal as a live process: the fast lane with the short way for ballots."""
    http = "igfportal.asgi:BallotProtocol"
    with uvicorn("igfportal.asgi:application", environment, http) as server:
        yield server


@contextmanager
def gunicorn(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """A WSGI application in one process with eight threads on the server's core."""
    command = [sys.executable, "-m", "gunicorn", application, "--threads", "8", "--log-level"]
    command += ["error", "--backlog", "16384", "--keep-alive", "60", "--no-control-socket", "-b"]
    with _running(command, environment, "127.0.0.1:") as server:
        yield server


@contextmanager
def _running(command: list[str], environment: dict[str, str], host: str = "") -> Iterator[Server]:
    port = _free_port()
    process = subprocess.Popen(
        [*command, f"{host}{port}"],
        cwd=ROOT,
        env={**os.environ, **environment},
        preexec_fn=lambda: keep_to(SERVER_CORE),
    )
    try:
        _wait_for(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def fresh_database(url: str) -> Iterator[dict[str, str]]:
    """The environment of a portal with a database of its own: PostgreSQL, or SQLite without url."""
    with tempfile.TemporaryDirectory(prefix="igf-bench-") as folder:
        environment = {
            "IGF_DATA_DIR": folder,
            "IGF_SAMPLE": "1",
            "SECRET_KEY": "only-for-bench-" + secrets.token_hex(20),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "igfportal.settings",
        }
        if not url:
            yield environment
            return
        import psycopg2

        name = f"bench_{secrets.token_hex(4)}"
        connection = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            address = urlsplit(url)._replace(path=f"/{name}").geturl()
            try:
                yield {**environment, "DATABASE_URL": address}
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("A server of the bench did not start.")
