"""The environment of a test process, set before Django reads its settings: `-p tests.environment`.

Works with no environment at all; `make test` adds DATABASE_URL, REDIS_URL and CHROMIUM. Each process
writes into a folder of its own and has its own Redis database, so that none disturbs another.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")


def own_folder() -> Path:
    """A folder for all that this process writes; one made here is removed at its end."""
    given = os.environ.get("IGF_TEST_DATA_DIR") or os.environ.get("IGF_DATA_DIR")
    if not given:
        given = tempfile.mkdtemp(prefix="igf-tests-")
        atexit.register(shutil.rmtree, given, ignore_errors=True)
    os.environ["IGF_TEST_DATA_DIR"] = given
    folder = Path(given) / (PROCESS or "main")
    (folder / "static").mkdir(parents=True, exist_ok=True)
    return folder


def own_redis(url: str) -> str:
    """The same server with a database number for this process, counted from the one in the address."""
    parts = urlsplit(url)
    first, place = (int(number or 0) for number in (parts.path[1:], PROCESS.removeprefix("gw")))
    return parts._replace(path=f"/{(first + place) % 16}").geturl()


os.environ["IGF_DATA_DIR"] = str(own_folder())
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789abcdef" * 3
for name in (
    "DEBUG",
    "IGF_SAMPLE",
    "SITE_URL",
    "EMAIL_URL",
    "SECRET_KEY_FILE",
    "SCREEN_FRAME_ANCESTORS",
):
    os.environ.pop(name, None)
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = own_redis(os.environ["REDIS_URL"])
