"""Files that no photo is made of: what else gets sent, and what is made to hurt."""

import io
import struct
import zipfile
import zlib

from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"
END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
SCRIPT = b"<script>alert(1)</script>"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(
    kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (640, 480), **how
) -> bytes:
    """A picture of noise, so that it has some length."""
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert(mode).save(out, kind, **how)
    return out.getvalue()


def archive(comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("evil.html", SCRIPT)
        made.comment = comment
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + b"".join(chunks) + END


def png_with(*chunks: bytes) -> bytes:
    """A whole picture with more chunks before its end."""
    return picture().removesuffix(END) + b"".join(chunks) + END


def jpeg_with(marker: int, body: bytes) -> bytes:
    """A whole picture with one more segment at its beginning."""
    segment = struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
    return picture("JPEG")[:2] + segment + picture("JPEG")[2:]


def odd() -> dict[str, bytes]:
    """What is not one whole PNG or JPEG and nothing else."""
    gif, jpeg, whole = picture("GIF", "P"), picture("JPEG"), picture()
    packed = zlib.compress(bytes(100 * 301))
    return {
        "nothing": b"",
        "text": b"my photo",
        "html": b"<!doctype html><html><body>" + SCRIPT,
        "svg with a script": b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        "gif": gif,
        "gif that is a script": b"GIF89a/*" + gif[8:] + b"*/=1;alert(1)",
        "bmp": picture("BMP"),
        "webp": picture("WEBP"),
        "tiff": picture("TIFF"),
        "icon": picture("ICO", size=(48, 48)),
        "pdf": PDF,
        "zip": archive(),
        "program": b"MZ\x90\x00" + bytes(200),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(200),
        "film": b"\x00\x00\x00\x18ftypmp42" + bytes(200),
        "jpeg and zip": jpeg + archive(),
        "png and zip": whole + archive(),
        "jpeg and script": jpeg + SCRIPT,
        "png and html": whole + b"<html>" + SCRIPT,
        "jpeg and gif": jpeg + gif,
        "jpeg with php in its comment": jpeg_with(0xFE, b"<?php system($_GET['c']); ?>"),
        "jpeg with a zip in a segment": jpeg_with(0xE5, archive()),
        "jpeg with a pdf in a segment": jpeg_with(0xE5, PDF),
        "png with html in a text": png_with(chunk(b"tEXt", b"Comment\x00" + SCRIPT)),
        "png with a pdf in a chunk": png_with(chunk(b"prVt", PDF)),
        "png with a zip after its data": png(100, 100, chunk(b"IDAT", packed + archive())),
        "jpeg cut off": jpeg[: len(jpeg) // 2],
        "png cut off": whole[: len(whole) // 2],
        "png with a wrong sum": whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
        "png without data": png(100, 100),
        "png of its signature": PNG,
        "png without size": png(0, 100, chunk(b"IDAT", packed)),
        "png signature before a jpeg": PNG + jpeg,
        "jpeg without a picture": b"\xff\xd8\xff\xd9",
        "jpeg of its signature": b"\xff\xd8\xff",
        "jpeg that never ends": jpeg[:-2] + b"\x00" * 50,
        "jpeg with a segment longer than itself": b"\xff\xd8\xff\xe0\xff\xff" + bytes(20),
    }


def odd_attachments() -> dict[str, bytes]:
    """What is neither a PDF alone nor one whole picture: a PDF alone is taken as it is."""
    html = b"<html><body>" + SCRIPT + b"</body></html>"
    inside = PDF.replace(b"1 0 obj", b"%" + html + b"\n1 0 obj")
    return {name: data for name, data in odd().items() if data != PDF} | {
        "pdf and zip": PDF + archive(),
        "pdf and zip whose comment ends like a pdf": PDF + archive(b"%%EOF"),
        "pdf and zip between two ends": PDF + archive(b"%%EOF\n") + b"\n",
        "zip before a pdf": archive() + PDF,
        "html before a pdf": html + PDF,
        "pdf with html in its first comment": inside,
        "pdf with svg at its beginning": b"%PDF-1.4\n<svg onload=alert(1)>\n" + PDF,
        "pdf with php at its beginning": b"%PDF-1.4\n<?php system($_GET[0]); ?>\n" + PDF,
        "pdf and html after its end": PDF + html,
        "pdf and jpeg": PDF + picture("JPEG"),
        "jpeg before a pdf": picture("JPEG") + PDF,
        "png before a pdf": picture() + PDF,
        "gif before a pdf": picture("GIF", "P") + PDF,
        "pdf without an end": PDF.replace(b"%%EOF", b""),
        "pdf of its signature": b"%PDF-1.7",
        "mail with a pdf": b"MIME-Version: 1.0\r\n\r\n" + PDF,
    }


def bombs() -> dict[str, bytes]:
    """Small files that would become large, or take long."""
    little = chunk(b"IDAT", zlib.compress(bytes(300)))
    return {
        "png of 3600 megapixels": png(60_000, 60_000, little),
        "png of the longest line": png(2**31 - 1, 1, little),
        "png of 300 megabytes in 100 pixels": png(10, 10, chunk(b"IDAT", deep(300))),
        "png of 25 megapixels": png(5_000, 5_001, chunk(b"IDAT", deep(72))),
        "png of 20000 pieces": png(10, 10, *[chunk(b"prVt", b"") for _ in range(20_000)]),
        "jpeg of 4290 megapixels": jpeg_of(65_500, 65_500),
        "jpeg of a thousand passes": with_passes(1_000),
        "jpeg of two sizes": jpeg_of(10, 10)[:-2] + jpeg_of(65_500, 65_500)[2:],
    }


def deep(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed without ever being in memory."""
    packing, out = zlib.compressobj(9), []
    for _ in range(megabytes):
        out.append(packing.compress(bytes(1_000_000)))
    return b"".join(out) + packing.flush()


def jpeg_of(width: int, height: int) -> bytes:
    """A picture whose header claims another size."""
    data = bytearray(picture("JPEG", size=(16, 16)))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def with_passes(number: int) -> bytes:
    """A progressive picture whose last pass comes again and again."""
    data = picture("JPEG", size=(64, 64), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * number + b"\xff\xd9"
