"""Databases for processes of their own: empty ones, and copies of what is prepared once for a run.

Migrating takes ten seconds of a core and the sample edition as many: dozens of tests would each pay
them again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
MIGRATED, SAMPLE = "migrated", "sample"
STEPS = {MIGRATED: (None, "migrate"), SAMPLE: (MIGRATED, "sample_edition")}


@contextmanager
def own_database(folder: Path, holding: str = MIGRATED, url: str | None = None) -> Iterator[str]:
    """A database beside the tests' own, dropped at the end: its address; "" is SQLite in the folder.

    It and the data folder hold what `migrate` or `sample_edition` left. On another server, whose
    address may be given, and outside of pytest the database is empty.
    """
    ours = os.environ.get("DATABASE_URL", "")
    url = ours if url is None else url
    if url != ours or "IGF_TEST_DATA_DIR" not in os.environ:
        with _database(url, uuid4().hex) as address:
            yield address
        return
    original = _prepared(holding)
    shutil.copytree(original, folder, dirs_exist_ok=True)
    with _database(ours, uuid4().hex, template=_name(original)) as address:
        yield address


def drop_prepared() -> None:
    """Remove from the server what this run prepared there; the folder of the run goes by itself."""
    url = os.environ.get("DATABASE_URL", "")
    for holding in STEPS if url else ():
        _told(url, f'DROP DATABASE IF EXISTS "{_name(_folder(holding))}" WITH (FORCE)')


def _prepared(holding: str) -> Path:
    """The data folder every process of the run copies from; the first that asks makes it."""
    folder = _folder(holding)
    folder.mkdir(parents=True, exist_ok=True)
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _prepare(folder, *STEPS[holding])
            done.touch()
    return folder


def _prepare(folder: Path, base: str | None, command: str) -> None:
    url, template = os.environ.get("DATABASE_URL", ""), None
    if base:
        original = _prepared(base)
        shutil.copytree(original, folder, dirs_exist_ok=True)
        template = _name(original)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
        "IGF_DATA_DIR": str(folder),
        "IGF_SAMPLE": "1",
        "DATABASE_URL": _create(url, _name(folder), template),
    }
    subprocess.run(
        [sys.executable, "manage.py", command, "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _folder(holding: str) -> Path:
    return Path(os.environ["IGF_TEST_DATA_DIR"]) / "prepared" / holding


def _name(folder: Path) -> str:
    """Of the prepared database: another run on the same server has other folders."""
    return f"prepared_{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"


@contextmanager
def _database(url: str, name: str, template: str | None = None) -> Iterator[str]:
    try:
        yield _create(url, name, template)
    finally:
        if url:
            _told(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _create(url: str, name: str, template: str | None) -> str:
    if not url:
        return ""
    _told(url, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _told(url: str, statement: str) -> None:
    """Run one statement on a connection of its own: the server may have been killed in between."""
    import psycopg2

    maintenance = urlsplit(url)._replace(path="/postgres").geturl()
    with closing(psycopg2.connect(maintenance)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
