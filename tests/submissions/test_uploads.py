import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from forum.errors import RuleError
from submissions import uploads
from tests.submissions import odd_files
from tests.submissions.odd_files import picture

ODD, BOMBS = odd_files.odd(), odd_files.bombs()
ODD_ATTACHMENTS = odd_files.odd_attachments()
MEASURE = """
import resource, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from PIL import Image
Image.init()
from forum.errors import RuleError
from django.core.files.uploadedfile import SimpleUploadedFile
from submissions import uploads
check = getattr(uploads, sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in sys.argv[2:]:
    try:
        check(SimpleUploadedFile("sent", Path(name).read_bytes()))
    except RuleError:
        continue
    raise SystemExit(f"{name} was taken")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def sent(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def opened(accepted: uploads.Accepted) -> Image.Image:
    return Image.open(io.BytesIO(accepted.content))


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_one_picture_alone_is_refused_with_a_sentence(name):
    with pytest.raises(RuleError) as refusal:
        uploads.photo(sent(ODD[name]))

    assert str(refusal.value.message).endswith(".")


@pytest.mark.parametrize("name", ODD_ATTACHMENTS)
def test_an_attachment_that_is_something_else_as_well_is_refused_with_a_sentence(name):
    with pytest.raises(RuleError) as refusal:
        uploads.attachment(sent(ODD_ATTACHMENTS[name], "paper.pdf"))

    assert str(refusal.value.message).endswith(".")


@pytest.mark.parametrize("check", [uploads.photo, uploads.attachment])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_a_sentence(name, check):
    with pytest.raises(RuleError) as refusal:
        check(sent(BOMBS[name]))

    assert str(refusal.value.message).endswith(".")


@pytest.mark.parametrize(("check", "odd"), [("photo", ODD), ("attachment", ODD_ATTACHMENTS)])
def test_refusing_every_file_takes_no_memory(check, odd, tmp_path):
    paths = []
    for number, data in enumerate([*odd.values(), *BOMBS.values()]):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(data)

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, check, *paths],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 40


def test_there_are_as_many_as_promised():
    assert len(ODD) >= 25
    assert len(ODD_ATTACHMENTS) >= 25
    assert len(BOMBS) >= 6


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "CMYK", "RGBA", "LA", "I;16"])
def test_every_usual_picture_is_taken_and_made_small(kind, mode):
    try:
        data = picture(kind, mode, (900, 600))
    except OSError:
        data = picture(kind)

    taken = opened(uploads.photo(sent(data)))

    assert taken.format in ("PNG", "JPEG")
    assert max(taken.size) == uploads.PHOTO_SIDE


@pytest.mark.parametrize("how", [{"progressive": True}, {"quality": 30}, {"optimize": True}])
def test_every_way_to_write_a_jpeg_is_taken(how):
    assert opened(uploads.photo(sent(picture("JPEG", **how)))).format == "JPEG"


def test_a_large_picture_below_the_limit_is_taken():
    data = io.BytesIO()
    Image.new("RGB", (6_000, 4_000)).save(data, "PNG")

    assert opened(uploads.photo(sent(data.getvalue()))).size == (512, 341)


def test_a_picture_loses_what_it_says_about_place_and_camera():
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "My camera", 6
    data = picture("JPEG", size=(400, 300), exif=exif.tobytes(), comment=b"At home")

    taken = opened(uploads.photo(sent(data)))

    assert taken.size == (300, 400)
    assert not taken.getexif()
    assert "comment" not in taken.info


def test_a_text_that_inflates_is_left_out_unread():
    data = odd_files.png_with(odd_files.chunk(b"zTXt", b"Comment\x00\x00" + odd_files.deep(50)))

    assert len(uploads.photo(sent(data)).content) < 300_000


def test_the_second_picture_of_a_camera_is_left_out():
    first, second = picture("JPEG", size=(300, 200)), picture("JPEG", size=(30, 20))

    assert opened(uploads.photo(sent(first + second + b"\x00" * 9))).size == (300, 200)


def test_a_photo_of_more_than_two_megabytes_is_refused():
    with pytest.raises(RuleError, match="2 megabytes"):
        uploads.photo(sent(picture() + bytes(uploads.PHOTO_BYTES)))


def test_an_attachment_is_a_pdf_as_it_is_or_a_picture_drawn_anew():
    pdf, drawn = uploads.attachment(sent(odd_files.PDF)), uploads.attachment(sent(picture()))

    assert pdf == (odd_files.PDF, "pdf")
    assert drawn.suffix == "jpg"


@pytest.mark.parametrize(
    "data",
    [odd_files.PDF + odd_files.archive(), b"%PDF-1.7 and no end", b"text", odd_files.archive()],
)
def test_an_attachment_that_is_something_else_is_refused(data):
    with pytest.raises(RuleError):
        uploads.attachment(sent(data, "paper.pdf"))


def test_a_kept_file_gets_a_name_of_our_own_and_goes_with_the_commit(
    settings, tmp_path, django_capture_on_commit_callbacks, db
):
    settings.MEDIA_ROOT = tmp_path
    name = uploads.keep(uploads.photo(sent(picture(), "../../evil.php")), "photos")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        uploads.discard_later("photos", name)
        still_there = (tmp_path / "photos" / name).exists()

    assert uploads.NAME.fullmatch(name)
    assert still_there
    assert list((tmp_path / "photos").iterdir()) == []


@pytest.mark.parametrize("name", ["../x.jpg", "x.jpg", "", "/etc/passwd", "%00.jpg"])
def test_a_name_that_is_not_ours_leads_to_no_file(name):
    with pytest.raises(ValueError, match="not a stored file"):
        uploads.response("photos", name)


def test_a_pdf_is_always_saved_never_shown(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = uploads.keep(uploads.attachment(sent(odd_files.PDF)), "attachments")

    answer = uploads.response("attachments", name, download_as="Report.pdf")

    assert answer["Content-Disposition"] == 'attachment; filename="Report.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == odd_files.PDF
