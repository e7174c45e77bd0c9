"""A worker that is killed leaves one paper and one file, and a lost queue loses nothing."""

import os

import pytest

from tests.outcomes.armed_worker import COMPILE, EXPORT
from tests.outcomes.killed import run

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict:
    """One kill at every point, in a hurry, on a database and a data folder of their own."""
    folder = tmp_path_factory.mktemp("killed")
    return run(folder, os.environ.get("DATABASE_URL", ""), rounds=1, lease=2, pause=1)


def test_a_killed_compile_leaves_one_draft(outcomes):
    found = outcomes["compiles"]

    assert sorted(one["point"] for one in found) == sorted(COMPILE)
    for one in found:
        assert (one["revisions"], one["paper"], one["jobs"]) == (1, "draft", ["done"]), one
        assert one["mails"] == 1, one
    assert all(one["attempts"] > 1 for one in found if one["point"] != "after the commit")


def test_a_killed_export_leaves_one_file(outcomes):
    found = outcomes["exports"]

    assert sorted(one["point"] for one in found) == sorted(EXPORT)
    assert all((one["job"], one["whole"]) == ("done", True) for one in found)
    assert outcomes["files of exports"] == []


def test_papers_whose_messages_are_lost_are_compiled(outcomes):
    found = outcomes["emptied queue"]

    assert found["messages lost"] >= found["due"] > 0
    assert found["compiled once"] == found["due"]
