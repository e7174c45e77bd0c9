"""`make test`: the whole suite on SQLite and on PostgreSQL, with private servers that end with it."""

import os
import signal
import subprocess
import sys
import tempfile

from tests.services import servers, stop


def run_suite(title: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest, passing its output on; answers its exit code and closing line."""
    print(f"\n== The suite on {title} ==", flush=True)
    closing = ""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        os.environ.get("TEST_PROCESSES", "2"),
        "--dist",
        "loadfile",  # a module that walks a whole journey walks it once
        *sys.argv[1:],
    ]
    with tempfile.TemporaryDirectory(prefix="igf-tests-") as folder:
        suite = subprocess.Popen(
            command,
            env={**environment, "IGF_DATA_DIR": folder, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            for line in suite.stdout or ():
                print(line, end="", flush=True)
                closing = line.strip() or closing
        finally:
            stop(suite, signal.SIGINT)
        return suite.returncode, closing


def main() -> int:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DATABASE_URL_FILE")
    }
    with servers() as found:
        database = found.pop("DATABASE_URL")
        on_sqlite, sqlite_line = run_suite("SQLite", {**plain, **found})
        on_postgres, _line = run_suite("PostgreSQL", {**plain, **found, "DATABASE_URL": database})
    if on_sqlite and not on_postgres:
        print(f"\nThe suite failed on SQLite:\n{sqlite_line}", flush=True)
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main())
