"""Three programs count the same: the portal, verify.py, and a counter made from the document alone."""

import io
import json
import zipfile
from collections import Counter
from itertools import chain

import pytest

from surveys import record, verify
from surveys.figures import figures
from tests.proofs.counts import proved, times
from tests.surveys import second_counter
from tests.surveys.random_surveys import random_survey

pytestmark = pytest.mark.one_database

WITH_PATHS, SMALL = random_survey(30, people=400), random_survey(90)
KINDS = {
    *("people", "counts", "levels", "ranking", "numbers", "texts", "breakdown"),
    *("change", "table", "choices", "paths"),
}


def unpacked(bundle: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(bundle))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_portal_the_script_and_a_second_counter_agree_on_random_surveys():
    seen: Counter[str] = Counter()
    number = times("surveys")

    for data in chain([WITH_PATHS], map(random_survey, range(number - 1))):
        files = record.build(data)
        members = unpacked(record.bundle(files, figures(files), "Read me"))
        stated = json.loads(members["figures.json"])
        problems: list[str] = []
        verify.compare(members, problems)

        assert problems == [], data.session
        assert second_counter.differences(members) == [], data.session
        assert second_counter.wrong_receipts(members) == [], data.session
        assert second_counter.record_hash(members) == stated["record"] == record.record_hash(files)
        seen.update(figure["kind"] for figure in stated["figures"])

    assert set(seen) >= KINDS
    proved("surveys on which three counters agree", surveys=number, **seen)


@pytest.mark.parametrize("field", ["n", "counts", "shares", "intervals"])
def test_the_second_counter_finds_a_wrong_figure(field):
    files = record.build(SMALL)
    members = unpacked(record.bundle(files, figures(files), "Read me"))
    stated = json.loads(members["figures.json"])
    changed = next(figure for figure in stated["figures"] if figure["kind"] == "counts")
    if field == "n":
        changed["n"] += 1
    else:
        changed[field][next(iter(changed[field]))] = 0.5

    found = second_counter.differences(members | {"figures.json": json.dumps(stated).encode()})

    assert found == [changed["id"]]
