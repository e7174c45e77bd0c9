import ast
import io
import json
import re
import subprocess
import sys
import zipfile
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import record, verify
from surveys.figures import figures
from tests.surveys.simulated import survey

pytestmark = pytest.mark.one_database  # touches none

TAMPERINGS = 60


def bundled(seed: int, people: int, waves: int = 3) -> tuple[bytes, str]:
    files = record.build(survey(seed, people, waves))
    return record.bundle(files, figures(files), "Read me"), record.record_hash(files)


def members(bundle: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(bundle))
    return {name: archive.read(name) for name in archive.namelist()}


def folder(path, files: dict[str, bytes]):
    path.mkdir()
    for name, body in files.items():
        (path / name).write_bytes(body)
    return str(path)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 150), st.sampled_from([2, 3]))
def test_the_script_and_our_counters_agree_on_random_surveys(seed, people, waves):
    bundle, _ = bundled(seed, people, waves)
    problems = []

    verify.compare(members(bundle), problems)

    assert problems == []


def test_an_honest_bundle_is_accepted_as_zip_and_as_folder(tmp_path, capsys):
    bundle, digest = bundled(7, 120)
    (tmp_path / "bundle.zip").write_bytes(bundle)
    unpacked = folder(tmp_path / "bundle", members(bundle))

    codes = [
        verify.main([str(tmp_path / "bundle.zip"), "--expect", digest]),
        verify.main([unpacked]),
    ]

    assert codes == [0, 0]
    assert capsys.readouterr().out.count("consistent, origin not checked") == 1


def test_another_record_than_the_one_on_the_paper_is_refused(tmp_path, capsys):
    bundle, _ = bundled(7, 40)
    _, digest = bundled(8, 40)
    (tmp_path / "bundle.zip").write_bytes(bundle)

    code = verify.main([str(tmp_path / "bundle.zip"), "--expect", digest])

    assert code == 1
    assert "not the one whose hash you gave" in capsys.readouterr().out


def test_the_script_runs_alone_out_of_the_bundle(tmp_path):
    bundle, digest = bundled(9, 60)
    unpacked = folder(tmp_path / "bundle", members(bundle))

    result = subprocess.run(
        [sys.executable, "-I", "verify.py", ".", "--expect", digest],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_script_is_short_and_imports_the_standard_library_only():
    source = record.VERIFIER.read_text()
    nodes = list(ast.walk(ast.parse(source)))

    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}

    assert len(source.splitlines()) < 300
    assert names <= set(sys.stdlib_module_names)


def tampered(files: dict[str, bytes], rng: Random) -> dict[str, bytes]:
    """One byte of one file changed, a line dropped, doubled or moved, or a digit changed."""
    name = rng.choice(sorted(files))
    lines = files[name].splitlines(keepends=True)
    i = rng.randrange(len(lines))
    ways = ["byte", "digit", "drop", "double", "move"]
    way = rng.choice(ways)
    if way == "drop":
        del lines[i]
    elif way == "double":
        lines.insert(i, lines[i])
    elif way == "move":
        lines.append(lines.pop(i))
    else:
        pattern = rb"[0-9]" if way == "digit" else rb"[a-zA-Z]"
        spots = [m.start() for m in re.finditer(pattern, files[name])]
        spot = rng.choice(spots or [0])
        body = bytearray(files[name])
        body[spot] = body[spot] ^ 1
        lines = [bytes(body)]
    return files | {name: b"".join(lines)}


def test_every_tampering_with_a_file_is_found(tmp_path, capsys):
    rng = Random(33)
    files = members(bundled(10, 50)[0])

    for number in range(TAMPERINGS):
        changed = tampered(files, rng)
        if changed == files:
            continue
        path = folder(tmp_path / str(number), changed)
        assert verify.main([path]) == 1, number
    assert "Traceback" not in capsys.readouterr().err


def restated(files: dict[str, bytes]) -> dict[str, bytes]:
    """figures.json with the hash of the changed record, as a forger would write it."""
    stated = json.loads(files["figures.json"])
    return files | {"figures.json": record.as_json(stated | {"record": record.record_hash(files)})}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pairs.csv", rb"(move,,towards,)(\d+)", rb"\g<1>99"),
        ("pairs.csv", rb"(move,,towards,)(\d+)", rb"\g<1>3"),
        ("groups.csv", rb"(door,online,)(\d+)", rb"\g<1>999"),
        ("ballots.csv", rb'"""4"""', rb'"""5"""'),
        ("ballots.csv", rb'"""4"""', rb'"""8"""'),
        ("rules.json", rb'"room": \d+', b'"room": 777'),
        ("rules.json", rb'"percent": 10', b'"percent": 5'),
    ],
)
def test_a_forged_file_is_found_even_where_the_hash_was_restated(tmp_path, name, old, new):
    files = members(bundled(11, 150)[0])
    forged = restated(files | {name: re.sub(old, new, files[name], count=1)})

    assert forged[name] != files[name]
    assert verify.main([folder(tmp_path / "forged", forged)]) == 1


def test_a_whole_forged_bundle_is_found_with_the_hash_of_the_paper(tmp_path):
    _, digest = bundled(12, 60)
    forged, _ = bundled(13, 60)
    (tmp_path / "forged.zip").write_bytes(forged)

    assert verify.main([str(tmp_path / "forged.zip")]) == 0
    assert verify.main([str(tmp_path / "forged.zip"), "--expect", digest]) == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("rules.json", b"[" * 100_000),
        ("rules.json", b"null\n"),
        ("figures.json", b"{}\n"),
        ("ballots.csv", b""),
        ("ballots.csv", b"\xff\xfe\n"),
        ("groups.csv", b'question,dimension,group,n,cell,people\n"'),
        ("pairs.csv", b"comparison,table,door,cell,people\nq1.w1-w3,total,,both,many\n"),
    ],
)
def test_broken_files_end_with_a_clear_message(tmp_path, capsys, name, body):
    files = members(bundled(14, 20)[0])

    code = verify.main([folder(tmp_path / "broken", files | {name: body})])

    assert code == 1
    assert "DIFFERENT" in capsys.readouterr().out


def test_what_is_no_bundle_is_refused(tmp_path, capsys):
    (tmp_path / "text.zip").write_text("hello")
    (tmp_path / "empty").mkdir()

    codes = [verify.main([str(tmp_path / name)]) for name in ("text.zip", "empty", "nothing")]

    assert codes == [1, 1, 1]
    assert capsys.readouterr().out.count("cannot be read as a bundle") == 3
