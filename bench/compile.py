"""How long a paper takes to compile and how much memory: fresh processes on one core."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.machine import ROOT, fresh_database

SMALL = {"people": 1_000, "comments": 200, "notes": 300}
LARGE = {"people": 10_000, "comments": 2_000, "notes": 300}
TYPICAL = {"people": 80, "comments": 6, "notes": 20}
ROOM = {"people": 180, "comments": 2, "notes": 40}
TYPICAL_SESSIONS = 30


def measure(url: str) -> Iterator[tuple[str, float]]:
    """The largest session and what it costs more than a tenth of it; typical ones; through a worker."""
    for name, database in {"sqlite": "", "postgresql": url}.items():
        with fresh_database(database) as environment:
            _run([sys.executable, "manage.py", "migrate", "--verbosity=0"], environment)
            yield from _figures(name, environment)


def _figures(name: str, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    small, large = (_alone(environment, [size]) for size in (SMALL, LARGE))
    size = "10000 voters x 6 answers, 2000 open answers, 300 notes"
    yield f"compile {name}, {size}, s", large["passed"]
    yield f"compile {name}, {size}, CPU s", large["computed"]
    yield f"compile {name}, {size}, peak MiB", large["peak"]
    growth = large["computed"] / small["computed"] / (LARGE["people"] / SMALL["people"])
    yield f"compile {name}, growth from 1000 to 10000 voters, 1 = linear", growth
    typical = _alone(environment, [TYPICAL] * TYPICAL_SESSIONS)
    yield (
        f"compile {name}, {TYPICAL_SESSIONS} sessions of 80 voters and 20 notes, s",
        typical["passed"],
    )
    with _worker(environment):
        yield (
            f"compile {name}, from sealed to draft, 180 voters, s",
            _asked("wait", ROOM, environment),
        )


def _alone(environment: dict[str, str], sizes: list[dict[str, int]]) -> dict[str, float]:
    """What compiling these sessions takes a process that does nothing else."""
    return _asked("compile", _asked("prepare", sizes, environment), environment)


def _asked(work: str, given: Any, environment: dict[str, str]) -> Any:
    said = _run([sys.executable, "-m", "bench.compiling", work, json.dumps(given)], environment)
    return json.loads(said.splitlines()[-1])


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "igfportal.worker"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        if not any(line.strip() == b"ready" for line in process.stdout or ()):
            sys.exit("The worker of the bench did not start.")
        yield
    finally:
        process.terminate()
        process.wait(30)
