"""A seal happens wholly or not at all, whenever its process is killed, and it happens once."""

import json
import os
import subprocess
import sys

import pytest

from tests.databases import ROOT, own_database
from tests.proofs.counts import proved, times


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict:
    """What tests.proofs.sealing found out in a database of its own."""
    number = times("kills at each point of the seal")
    folder = tmp_path_factory.mktemp("killed")
    with own_database(folder) as url:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "IGF_DATA_DIR": str(folder),
            "IGF_SAMPLE": "1",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "igfportal.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.proofs.sealing", str(number)],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_seal_that_is_killed_is_not_half_done_and_can_be_repeated(outcomes):
    number, kills = times("kills at each point of the seal"), outcomes["kills"]
    after = kills.pop("after the commit")
    good = {
        "stopped there": True,
        "unchanged": True,
        "whole": True,
        "sealed afterwards": True,
        "whole afterwards": True,
        "refused a second time": True,
    }

    assert len(kills) == 6
    assert all(found == [good] * number for found in kills.values()), kills
    assert after == [{**good, "unchanged": False}] * number
    proved("seals killed, none half done", points=len(kills), kills=len(kills) * number)
    proved("seals killed after the commit, all whole", kills=number)


def test_of_two_seals_at_once_one_succeeds(outcomes):
    assert outcomes["at once"] == [True] * times("kills at each point of the seal")
    proved("pairs of seals at once, one succeeds", pairs=len(outcomes["at once"]))
