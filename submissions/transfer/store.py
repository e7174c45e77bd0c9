"""Files between the dry run and its confirmation: what is applied is what was shown."""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from forum.errors import RuleError
from forum.tables import LARGEST, Table, Unreadable, read_csv
from forum.workbooks import read_xlsx
from submissions.transfer.plan import Options

FOLDER, KEPT_SECONDS = "imports", 24 * 3600
NAME = re.compile(r"[0-9a-f-]{36}\.(table|json|taken|half)")


class Gone(RuleError):
    """The file was applied, or its time is over."""


@dataclass(frozen=True)
class Upload:
    """A sent file and what was asked for with it; `by` is the key of the account."""

    data: bytes
    name: str
    year: int
    kind: str
    options: Options
    by: int

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def key(self) -> UUID:
        """The same for the same file, asked for in the same way by the same account."""
        facts = [self.hash, self.year, self.kind, asdict(self.options), self.by]
        return UUID(hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32])

    def tables(self) -> list[Table]:
        """What stands in the file; raises Unreadable."""
        return tables_of(self.data)


def tables_of(data: bytes) -> list[Table]:
    """The tables of a CSV or XLSX file, told apart by what it begins with; raises Unreadable."""
    if not data.strip():
        raise Unreadable(_("This file is empty."))
    if len(data) > LARGEST:
        text = _("This file is too large; %(most)d megabytes are possible.")
        raise Unreadable(text % {"most": LARGEST // 1_000_000})
    return read_xlsx(data) if data.startswith(b"PK\x03\x04") else [read_csv(data)]


def keep(upload: Upload) -> None:
    """Store the file until it is applied or a day has passed."""
    discard_expired()
    about = {name: value for name, value in vars(upload).items() if name not in ("data", "options")}
    text = json.dumps(about | {"options": asdict(upload.options)})
    _write(_place(upload.key, "json"), text.encode())
    _write(_place(upload.key, "table"), upload.data)


def find(key: UUID) -> Upload:
    """The stored file; raises Gone."""
    discard_expired()
    try:
        about = json.loads(_place(key, "json").read_text(encoding="utf-8"))
        data = _place(key, "table").read_bytes()
    except FileNotFoundError as error:
        raise _gone() from error
    return Upload(data=data, **about | {"options": Options(**about["options"])})


@contextmanager
def taken(key: UUID) -> Iterator[None]:
    """Hold the file alone while it is applied: afterwards it is gone, after an error it is back."""
    table, held = _place(key, "table"), _place(key, "taken")
    try:
        table.rename(held)
    except FileNotFoundError as error:
        raise _gone() from error
    try:
        yield
    except BaseException:
        held.rename(table)
        raise
    held.unlink(missing_ok=True)
    _place(key, "json").unlink(missing_ok=True)


def discard_expired() -> None:
    """Delete what is older than a day; the folder may hold foreign files."""
    folder = Path(settings.DATA_DIR) / FOLDER
    for path in folder.glob("*") if folder.is_dir() else ():
        if NAME.fullmatch(path.name) and path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(data)
    os.replace(half, path)


def _place(key: UUID, ending: str) -> Path:
    return Path(settings.DATA_DIR) / FOLDER / f"{key}.{ending}"


def _gone() -> Gone:
    return Gone(_("This import was applied or is older than a day. Send the file again."))
