"""Files that people send: recognized by their content, limited, and kept under names of our own."""

import io
import os
import re
import uuid
import zipfile
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from forum.errors import RuleError
from submissions import images

PHOTO_BYTES, PHOTO_SIDE = 2_000_000, 512
FILE_BYTES, IMAGE_SIDE = 5_000_000, 2400
TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(jpg|png|pdf)")
END_OF_PDF = re.compile(rb"%%EOF[\s\x00]*\Z")
SNIFFED = 1024
MARKUP = (b"<script", b"<?php", b"<html", b"<!doctype", b"<svg", b"<iframe", b"<body")
WEEK_SECONDS = 7 * 24 * 3600


class Sent(Protocol):
    """What a form hands over."""

    size: int | None

    def read(self, num_bytes: int = ...) -> bytes: ...


class Accepted(NamedTuple):
    """Content that may be kept, and the ending its stored name gets."""

    content: bytes
    suffix: str


def photo(sent: Sent) -> Accepted:
    """A portrait, drawn anew and small; raises RuleError with what is wrong."""
    picture = images.redrawn(_read(sent, PHOTO_BYTES), longest=PHOTO_SIDE)
    return Accepted(picture.content, picture.suffix)


def attachment(sent: Sent, *, most: int = FILE_BYTES) -> Accepted:
    """A PDF as it is, or a picture drawn anew; raises RuleError with what is wrong."""
    data = _read(sent, most)
    if data.startswith(b"%PDF-"):
        return Accepted(_whole_pdf(data), "pdf")
    if data.startswith((images.PNG, images.JPEG)):
        picture = images.redrawn(data, longest=IMAGE_SIDE)
        return Accepted(picture.content, picture.suffix)
    raise RuleError(_("Send a PDF, a PNG or a JPEG."))


def _whole_pdf(data: bytes) -> bytes:
    """The PDF itself, after checking that no other program would take it for something else."""
    if not END_OF_PDF.search(data[-1024:]):
        raise RuleError(_("This PDF does not end where it should. Save it anew and try again."))
    beginning = data[:SNIFFED].lower()
    if any(sign in beginning for sign in MARKUP) or zipfile.is_zipfile(io.BytesIO(data)):
        raise RuleError(_("This PDF is something else as well. Save it anew and try again."))
    return data


def keep(accepted: Accepted, folder: str) -> str:
    """Store the content in a folder of the uploads; returns the name it got."""
    name = f"{uuid.uuid4()}.{accepted.suffix}"
    path = _place(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(accepted.content)
        file.flush()
        os.fsync(file.fileno())
    return name


def discard_later(folder: str, name: str) -> None:
    """Delete a stored file once the transaction that no longer names it has committed."""
    if name:
        remove = partial(_place(folder, name).unlink, missing_ok=True)
        transaction.on_commit(remove, robust=True)


def stored_before(folder: str, moment: float) -> list[str]:
    """The names of the files in a folder that were stored before a moment (seconds of the clock)."""
    place = Path(settings.MEDIA_ROOT) / folder
    ours = [path for path in place.glob("*.*") if NAME.fullmatch(path.name)]
    return [path.name for path in ours if path.stat().st_mtime < moment]


def response(folder: str, name: str, *, download_as: str = "") -> HttpResponse:
    """A stored file for a browser: its type is not to be guessed, and nothing in it may run.

    With `download_as` it is saved instead of shown; PDFs are never shown. Raises
    FileNotFoundError when the file is gone.
    """
    suffix = name.rpartition(".")[2]
    saved = bool(download_as) or suffix == "pdf"
    return HttpResponse(
        _place(folder, name).read_bytes(),
        content_type=TYPES[suffix],
        headers={
            "Content-Disposition": content_disposition_header(saved, download_as or name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": f"private, max-age={WEEK_SECONDS}, immutable",
        },
    )


def _read(sent: Sent, most: int) -> bytes:
    data = sent.read(most + 1)
    if not data:
        raise RuleError(_("This file is empty."))
    if len(data) > most:
        raise RuleError(
            _("This file is too large; %(most)d megabytes are possible.")
            % {"most": most // 1_000_000}
        )
    return data


def _place(folder: str, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"not a stored file: {name!r}")
    return Path(settings.MEDIA_ROOT) / folder / name
