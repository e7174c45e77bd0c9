"""Every tampering is found and every honest bundle accepted: by verify.py and by the server."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from outcomes import verification
from surveys import record, verify
from surveys.figures import figures
from tests.proofs import changed_files, changed_forms
from tests.proofs.counts import proved, times
from tests.proofs.tamperings import WAYS, Honest, Tampered, honest
from tests.surveys.random_surveys import random_survey

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning"),
]
MADE_BY = (changed_files, changed_forms)
SEVERAL = [(1, 40), (2, 90), (3, 25)]


def tampered(number: int) -> Iterator[tuple[Honest, Tampered]]:
    """So many, each way in turn, with the bundle each began as."""
    rng, bundles = Random(number), [honest(seed, people) for seed, people in SEVERAL]
    ways = rng.sample(WAYS, len(WAYS))
    for way in islice(cycle(ways), number):
        bundle = rng.choice(bundles)
        yield bundle, way(bundle, rng)


def arguments(path, body: bytes, expected: str = "") -> list[str]:
    path.write_bytes(body)
    return [str(path), *(["--expect", expected] if expected else [])]


def test_every_tampering_is_found_by_the_script(tmp_path, capsys):
    kinds, missed = set(), []

    for bundle, found in tampered(times("tamperings")):
        expected = bundle.digest if found.needs_hash else ""
        if verify.main(arguments(tmp_path / "bundle.zip", found.body, expected)) != 1:
            missed.append(found.name)
        kinds.add(found.name)
        assert "DIFFERENT" in capsys.readouterr().out

    assert missed == []
    assert len(kinds) == min(len(WAYS), times("tamperings"))
    proved("tamperings found by verify.py", tamperings=times("tamperings"), ways=len(kinds))


def test_what_is_forged_as_a_whole_is_consistent_and_betrayed_by_the_hash_alone(tmp_path):
    forged = [pair for pair in tampered(len(WAYS)) if pair[1].needs_hash]
    path = tmp_path / "bundle.zip"

    codes = [
        (
            verify.main(arguments(path, found.body)),
            verify.main(arguments(path, found.body, bundle.digest)),
        )
        for bundle, found in forged
    ]

    assert len(codes) == 7
    assert set(codes) == {(0, 1)}


def test_a_process_of_its_own_says_the_same(tmp_path):
    number = times("tamperings in a process of their own")
    path, command = tmp_path / "bundle.zip", [sys.executable, "-I", str(record.VERIFIER)]

    codes = [
        subprocess.run(
            command + arguments(path, found.body, bundle.digest), capture_output=True, check=False
        ).returncode
        for bundle, found in tampered(number)
    ]

    assert codes == [1] * number
    proved("tamperings found by verify.py in a process of its own", tamperings=number)


def test_every_tampering_is_found_by_the_server():
    number = times("tamperings checked by the server")

    missed = [
        found.name
        for bundle, found in tampered(number)
        if checked(found.body, bundle.digest if found.needs_hash else "").is_right
    ]

    assert missed == []
    proved("tamperings found by the server", tamperings=number)


def checked(body: bytes, expected: str = "") -> verification.Checked:
    sent = SimpleUploadedFile("bundle.zip", body, "application/zip")
    return verification.check_bundle(sent, expected)


def test_every_honest_bundle_is_accepted(tmp_path, capsys):
    number, path = times("honest bundles"), tmp_path / "bundle.zip"
    answers = []

    for seed in range(number):
        files = record.build(random_survey(10**6 + seed))
        body, digest = record.bundle(files, figures(files), "Read me\n"), record.record_hash(files)
        by_hand = verify.main(arguments(path, body, " ".join(digest.upper())))
        answers.append((by_hand, checked(body, digest).is_right))
        assert "DIFFERENT" not in capsys.readouterr().out, seed

    assert answers == [(0, True)] * number
    proved("honest bundles accepted by verify.py and by the server", bundles=number)
