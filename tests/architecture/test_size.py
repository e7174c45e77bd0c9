from pathlib import Path

from tests.architecture.source import OURS, ROOT

LONGEST = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "services", "core"}


def python_files() -> list[Path]:
    return [
        path
        for folder in (*OURS, "tests", "bin")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]


def test_files_stay_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}

    too_long = [f"{path.relative_to(ROOT)}: {n}" for path, n in lengths.items() if n >= LONGEST]

    assert too_long == []


def test_no_module_is_a_drawer():
    ours = [path for path in python_files() if "tests" not in path.relative_to(ROOT).parts]

    drawers = [str(path) for path in ours if {path.stem, path.parent.name} & DRAWERS]

    assert drawers == []
