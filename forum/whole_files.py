"""Files that are there as a whole or not at all, whoever is killed while writing them."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

PART = ".part"


def put(path: Path, body: bytes) -> None:
    """Put the file in its place, and remove what a killed writer of the same file left beside it.

    Of two who write it at the same time one may find its part removed: the other's file is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=PART)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        os.replace(name, path)
    _clear(path)


def remove(path: Path) -> None:
    """Remove the file with all its parts; nothing happens where there is none."""
    path.unlink(missing_ok=True)
    _clear(path)


def _clear(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}.*{PART}"):
        left.unlink(missing_ok=True)
