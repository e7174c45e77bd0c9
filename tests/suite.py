"""`make test`: the whole suite on SQLite and on PostgreSQL, with private servers that end with it.

Both databases run at the same time, each with processes, a data folder and Redis databases of its
own: while the one waits for a browser the other computes. What PostgreSQL says is printed after
SQLite has ended.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from tests.services import servers, stop

PROCESSES = max(2, (os.cpu_count() or 2) // 2)
REDIS_DATABASES = 16
NOT_PASSED_ON = {
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "PYTHONDONTWRITEBYTECODE",  # dozens of processes would each compile everything again
}


class Suite:
    """A running pytest, whose output is kept until somebody reads it."""

    def __init__(self, title: str, process: subprocess.Popen[str]) -> None:
        self.title = title
        self.process = process
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)
        self._lines.put(None)

    def report(self) -> tuple[int, str]:
        """Pass the output on until it ends; answers the exit code and pytest's closing line."""
        print(f"\n== The suite on {self.title} ==", flush=True)
        closing = ""
        for line in iter(self._lines.get, None):
            print(line, end="", flush=True)
            closing = line.strip() or closing
        return self.process.wait(), closing


@contextmanager
def started(title: str, environment: dict[str, str], *options: str) -> Iterator[Suite]:
    """The suite on one database; stopped at the end, whatever happens."""
    command = [
        *(sys.executable, "-m", "pytest"),
        *("-n", os.environ.get("TEST_PROCESSES", str(PROCESSES))),
        *("--dist", "loadfile"),  # a module that walks a whole journey walks it once
        "--no-loadscope-reorder",  # tests/conftest.py puts the longest first
        *options,
        *sys.argv[1:],
    ]
    with tempfile.TemporaryDirectory(prefix="igf-tests-") as folder:
        process = subprocess.Popen(
            command,
            env={**environment, "IGF_DATA_DIR": folder, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            yield Suite(title, process)
        finally:
            stop(process, signal.SIGINT)


def other_half(redis_url: str) -> str:
    """The same Redis from the middle of its databases on: each test process takes one."""
    return urlsplit(redis_url)._replace(path=f"/{REDIS_DATABASES // 2}").geturl()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    plain = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    with ExitStack() as stack:
        found = stack.enter_context(servers())
        on_postgres = {**plain, **found, "REDIS_URL": other_half(found["REDIS_URL"])}
        found.pop("DATABASE_URL")
        sqlite = stack.enter_context(started("SQLite", {**plain, **found}))
        postgres = stack.enter_context(started("PostgreSQL", on_postgres, "--second-database"))
        sqlite_code, sqlite_line = sqlite.report()
        postgres_code, _line = postgres.report()
    if sqlite_code and not postgres_code:
        print(f"\nThe suite failed on SQLite:\n{sqlite_line}", flush=True)
    return sqlite_code or postgres_code


if __name__ == "__main__":
    sys.exit(main())
