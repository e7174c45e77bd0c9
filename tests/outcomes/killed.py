"""Runs `tests.outcomes.killing` on a database of its own: a little of it for the tests, all for `make faults`."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.databases import ROOT, own_database


def run(
    folder: Path, database: str, *, rounds: int, pause: float, lease: float = 0, redis: str = ""
) -> dict:
    """What was found; the worker's own words are in `worker.log` of the folder."""
    with own_database(folder, url=database) as url:
        environment = {
            **os.environ,
            "IGF_DATA_DIR": str(folder),
            "IGF_SAMPLE": "1",
            "DATABASE_URL": url,
            "REDIS_URL": redis,
            "DJANGO_SETTINGS_MODULE": "igfportal.settings",
        }
        program = [sys.executable, "-m", "tests.outcomes.killing"]
        done = subprocess.run(
            [*program, str(rounds), str(lease), str(pause)],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return json.loads(done.stdout.splitlines()[-1])
