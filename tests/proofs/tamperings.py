"""Ways to tamper with a results bundle: with one file, with the archive, or with everything at once.

`@on_a_file`: members in, changed members out; made twice, as it is, and by a forger who also
restates the hashes in figures.json. `@on_the_archive`: a zip of its own. `@from_other_answers`:
a survey as a forger would want it, from which the whole bundle is made anew; only the hash
printed on the paper tells.
"""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from surveys import record
from surveys.dataset import SurveyData
from surveys.figures import figures
from tests.surveys.simulated import survey

Members = dict[str, bytes]


@dataclass(frozen=True)
class Honest:
    """A bundle as the portal makes it."""

    data: SurveyData
    body: bytes
    members: Members
    digest: str


@dataclass(frozen=True)
class Tampered:
    """A changed bundle; `needs_hash`: only who knows the record's hash can tell."""

    name: str
    body: bytes
    needs_hash: bool = False


Way = Callable[[Honest, Random], Tampered]
WAYS: list[Way] = []


def honest(seed: int, people: int) -> Honest:
    data = survey(seed, people)
    body = bundle_of(data)
    members = unpacked(body)
    return Honest(data, body, members, json.loads(members["figures.json"])["record"])


def bundle_of(data: SurveyData) -> bytes:
    files = record.build(data)
    return record.bundle(files, figures(files), "Read me\n")


def unpacked(body: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def restated(members: Members, before: Members) -> Members:
    """The hashes written in figures.json as they are now, and nothing else of it touched."""
    hashes = {record.record_hash(before): record.record_hash(members)}
    for name in ("README", "verify.py"):
        hashes[sha256(before[name]).hexdigest()] = sha256(members[name]).hexdigest()
    content = members["figures.json"]
    for old, new in hashes.items():
        content = content.replace(old.encode(), new.encode())
    return {**members, "figures.json": content}


def on_a_file(change: Callable[[Members, Random], Members]) -> None:
    def as_it_is(bundle: Honest, rng: Random) -> Tampered:
        found = change(bundle.members, rng)
        assert found != bundle.members, change.__name__
        return Tampered(change.__name__, packed(sorted(found.items())))

    WAYS.append(as_it_is)


def also_restated(change: Callable[[Members, Random], Members]) -> None:
    """The same, and once more with the hashes restated: the content itself does not agree."""

    def by_a_forger(bundle: Honest, rng: Random) -> Tampered:
        found = restated(change(bundle.members, rng), bundle.members)
        assert found != bundle.members, change.__name__
        return Tampered(f"{change.__name__}, hashes restated", packed(sorted(found.items())))

    on_a_file(change)
    WAYS.append(by_a_forger)


def on_the_archive(change: Callable[[Members, Random], list[tuple[str, bytes]]]) -> None:
    def repacked(bundle: Honest, rng: Random) -> Tampered:
        return Tampered(change.__name__, packed(change(bundle.members, rng)))

    WAYS.append(repacked)


def from_other_answers(change: Callable[[SurveyData, Random], SurveyData]) -> None:
    def made_anew(bundle: Honest, rng: Random) -> Tampered:
        body = bundle_of(change(bundle.data, rng))
        assert unpacked(body) != bundle.members, change.__name__
        return Tampered(change.__name__, body, needs_hash=True)

    WAYS.append(made_anew)
