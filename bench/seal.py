"""How long the seal takes: from the press of the button to the record, on one core."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.machine import ROOT, fresh_database

SIZES = {18: 5, 180: 5, 1_000: 3, 10_000: 2}
GROWTH = (1_000, 10_000)


def measure(url: str) -> Iterator[tuple[str, float]]:
    """Medians, and how the time grows: 1 = ten times the people take ten times as long."""
    for name, database in {"sqlite": "", "postgresql": url}.items():
        seconds = _medians(database)
        for people, (passed, computed) in seconds.items():
            yield f"seal {name}, {people} voters x 6 answers, s", passed
            yield f"seal {name}, {people} voters x 6 answers, CPU s", computed
        small, large = GROWTH
        growth = seconds[large][1] / seconds[small][1] / (large / small)
        yield f"seal {name}, growth from {small} to {large} voters, 1 = linear", growth


def _medians(url: str) -> dict[int, list[float]]:
    with fresh_database(url) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "bench.sealing", json.dumps(SIZES)],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return {
        int(people): found for people, found in json.loads(done.stdout.splitlines()[-1]).items()
    }
