"""Reading PNG and JPEG files of strangers: their structure is walked before anything is decoded."""

import io
import struct
import threading
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from forum.errors import RuleError

MOST_PIXELS = 24_000_000
MOST_CHUNKS = 10_000
MOST_SCANS = 30
STEP = 1 << 16
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
KEPT_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
BIT_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
OTHER_FILES = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"Rar!\x1a\x07", b"\x1f\x8b\x08\x00", b"7z\xbc\xaf\x27",
    b"<script", b"<?php", b"<html", b"<!doctype", b"<svg", b"<iframe",
)  # fmt: skip
UNREADABLE = (OSError, EOFError, ValueError, SyntaxError, TypeError, KeyError, struct.error)
_one_at_a_time = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew: nothing of the file it came from is in its bytes."""

    content: bytes
    suffix: str


def redrawn(data: bytes, *, longest: int) -> Picture:
    """The PNG or JPEG as a new one of at most `longest` pixels a side, without metadata.

    Raises RuleError for anything else, for pictures above MOST_PIXELS (read from the header
    before decoding), damaged ones, and files that are something else at the same time.
    """
    if data.startswith(PNG):
        kind, safe = "PNG", _walked_png(data)
    elif data.startswith(JPEG):
        kind, safe = "JPEG", _walked_jpeg(data)
    else:
        raise RuleError(_("This is neither a PNG nor a JPEG picture."))
    with _one_at_a_time:
        return _draw(safe, kind, longest)


def _draw(data: bytes, kind: str, longest: int) -> Picture:
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            _require_size(*picture.size)
            picture.draft("RGB", (longest, longest))
            clear = kind == "PNG" and ("A" in picture.getbands() or "transparency" in picture.info)
            small = _shrunk(picture, longest)
            mode = "RGBA" if clear else "RGB"
            fresh = Image.new(mode, small.size)
            fresh.paste(small.convert(mode))
    except (*UNREADABLE, MemoryError) as error:
        raise _damaged() from error
    out = io.BytesIO()
    fresh.save(out, "PNG" if clear else "JPEG", **({} if clear else {"quality": 85}))
    return Picture(out.getvalue(), "png" if clear else "jpg")


def _shrunk(picture: Image.Image, longest: int) -> Image.Image:
    """Upright and small; pictures with a palette are given their colours first."""
    if picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((longest, longest))
    return ImageOps.exif_transpose(picture)


def _walked_png(data: bytes) -> bytes:
    """The chunks a picture needs, after checking that it ends where it says and inflates as it says."""
    kept, packed, position = [PNG], [], len(PNG)
    size = (0, 0, 0, 0)
    for number in range(MOST_CHUNKS):
        name, body, whole = _chunk(data, position)
        if (number == 0) != (name == b"IHDR"):
            raise _damaged()
        if number == 0:
            size = _png_header(body)
        if name in KEPT_CHUNKS:
            kept.append(whole)
        else:
            _refuse_other_files(body)
        if name == b"IDAT":
            packed.append(body)
        position += len(whole)
        if name == b"IEND":
            _refuse_rest(data[position:])
            _require_inflated(packed, *size)
            return b"".join(kept)
    raise _damaged()


def _chunk(data: bytes, position: int) -> tuple[bytes, bytes, bytes]:
    if position + 12 > len(data):
        raise _damaged()
    (length,) = struct.unpack_from(">I", data, position)
    whole = data[position : position + 12 + length]
    name, body = whole[4:8], whole[8 : 8 + length]
    if len(whole) != 12 + length or whole[-4:] != struct.pack(">I", zlib.crc32(name + body)):
        raise _damaged()
    return name, body, whole


def _png_header(body: bytes) -> tuple[int, int, int, int]:
    """Width, height, bits a pixel, and whether it is interlaced."""
    if len(body) != 13:
        raise _damaged()
    width, height, depth, colour, method, filtering, interlaced = struct.unpack(">IIBBBBB", body)
    if depth not in BIT_DEPTHS.get(colour, ()) or method or filtering or interlaced > 1:
        raise _damaged()
    _require_size(width, height)
    return width, height, depth * CHANNELS[colour], interlaced


def _require_inflated(packed: list[bytes], width: int, height: int, bits: int, laced: int) -> None:
    """Inflate in small steps and stop where the picture has more than its size allows."""
    lines = 2 * (height + 8) if laced else height
    most = height * ((width * bits + 7) // 8) + 2 * lines
    inflating, found, rest, more = zlib.decompressobj(), 0, b"".join(packed), True
    try:
        while more and not inflating.eof:
            step = inflating.decompress(rest, STEP)
            found, rest = found + len(step), inflating.unconsumed_tail
            more = bool(step or rest)
            if found > most:
                raise RuleError(_("This picture holds more than it says. Save it anew."))
    except zlib.error as error:
        raise _damaged() from error
    if not inflating.eof:
        raise _damaged()
    _refuse_rest(inflating.unused_data)


def _walked_jpeg(data: bytes) -> bytes:
    """The first picture of the file. Cameras put more pictures after it; nothing else may follow."""
    end = _end_of_jpeg(data, 0)
    first, rest = data[:end], data[end:].lstrip(b"\x00")
    while rest:
        if not rest.startswith(JPEG):
            raise _other_file()
        rest = rest[_end_of_jpeg(rest, 0) :].lstrip(b"\x00")
    return first


def _end_of_jpeg(data: bytes, start: int) -> int:
    """Where the picture ends; its segments are checked on the way."""
    position, frames, scans = start + 2, 0, 0
    while True:
        marker, position = _marker(data, position)
        if marker == 0xD9:
            if not (frames and scans):
                raise _damaged()
            return position
        if marker in (0x01, 0xD8) or 0xD0 <= marker <= 0xD7:
            raise _damaged()
        body, position = _segment(data, position)
        if marker in FRAMES:
            frames += 1
            _jpeg_header(body)
        elif marker == 0xFE or 0xE0 <= marker <= 0xEF:
            _refuse_other_files(body)
        elif marker == 0xDA:
            scans += 1
            position = _end_of_scan(data, position)
        if frames > 1 or scans > MOST_SCANS:
            raise _damaged()


def _marker(data: bytes, position: int) -> tuple[int, int]:
    if data[position : position + 1] != b"\xff":
        raise _damaged()
    while data[position : position + 1] == b"\xff":
        position += 1
    if position >= len(data):
        raise _damaged()
    return data[position], position + 1


def _segment(data: bytes, position: int) -> tuple[bytes, int]:
    length = int.from_bytes(data[position : position + 2], "big")
    if length < 2 or position + length > len(data):
        raise _damaged()
    return data[position + 2 : position + length], position + length


def _jpeg_header(body: bytes) -> None:
    if len(body) < 6:
        raise _damaged()
    height, width = struct.unpack_from(">HH", body, 1)
    _require_size(width, height)


def _end_of_scan(data: bytes, position: int) -> int:
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            raise _damaged()
        following = data[position + 1]
        if following == 0x00 or 0xD0 <= following <= 0xD7:
            position += 2
        elif following == 0xFF:
            position += 1
        else:
            return position


def _require_size(width: int, height: int) -> None:
    if not width or not height:
        raise _damaged()
    if width * height > MOST_PIXELS:
        raise RuleError(
            _("This picture has %(found)d megapixels; %(most)d are possible. Make it smaller.")
            % {"found": -(-width * height // 1_000_000), "most": MOST_PIXELS // 1_000_000}
        )


def _refuse_other_files(body: bytes) -> None:
    lowered = body.lower()
    if any(sign.lower() in lowered for sign in OTHER_FILES):
        raise _other_file()


def _refuse_rest(rest: bytes) -> None:
    if rest.strip(b"\x00"):
        raise _other_file()


def _damaged() -> RuleError:
    return RuleError(_("This picture is damaged. Open it, save it anew and try again."))


def _other_file() -> RuleError:
    return RuleError(
        _(
            "This file holds something else besides the picture. Open it, save it anew and try again."
        )
    )
