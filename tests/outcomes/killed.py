"""Runs `tests.outcomes.killing` on a fresh database: a little of it for the tests, all for `make faults`."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.surveys.served import ROOT, database_beside


def run(
    folder: Path, database: str, *, rounds: int, pause: float, lease: float = 0, redis: str = ""
) -> dict:
    """What was found; the worker's own words are in `worker.log` of the folder."""
    with database_beside(database) as url:
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
