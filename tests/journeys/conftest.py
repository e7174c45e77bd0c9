"""The portal as `make run` starts it, on a data folder and a database of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import ROOT, SAMPLE, own_database
from tests.journeys.browser import chromium
from tests.services import free_port

READY = "IGF Portal is ready"
PATIENCE = 30_000


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[str]:
    """The address of a portal started by `igfportal.embedded`; stopped at the end."""
    port = free_port()
    ours = {"PORT": str(port), "IGF_DATA_DIR": str(folder), "IGF_SAMPLE": "1", "REDIS_URL": ""}
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **ours, **environment}
    environment.pop("SITE_URL", None)
    with (folder / "portal.log").open("w+") as log:
        portal = subprocess.Popen(
            [sys.executable, "-m", "igfportal.embedded"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert portal.stdout
            said = next((line for line in portal.stdout if READY in line), "")
            assert said, (folder / "portal.log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            portal.send_signal(signal.SIGTERM)
            portal.wait(30)
            portal.stdout.close()


@contextmanager
def with_sample(folder: Path) -> Iterator[str]:
    """A running portal that found the sample edition in its database."""
    with (
        own_database(folder, SAMPLE) as database,
        running(folder, DATABASE_URL=database) as address,
    ):
        yield address


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[str]:
    """A running portal with the sample edition, shared by the journeys of one test process."""
    with with_sample(tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture(scope="module")
def own_portal(tmp_path_factory) -> Iterator[str]:
    """A portal for one file of tests: nobody else touches its live session, survey 1 is open."""
    with with_sample(tmp_path_factory.mktemp("own")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one file of tests, which waits as long as a busy machine needs."""
    expect.set_options(timeout=PATIENCE)
    with chromium() as opened:
        yield opened
    expect.set_options(timeout=None)
