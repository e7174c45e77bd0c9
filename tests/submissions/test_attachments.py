"""Files of a request: who sends, fetches and deletes them, and what is refused."""

import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.models import AuditEntry
from submissions import periodic
from submissions.models import Attachment
from tests import factories
from tests.submissions import odd_files
from tests.submissions.following import KINDS
from workshops import rules
from workshops.forms.proposal import ProposalForms
from workshops.models import Contributor


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "attachments"


@pytest.fixture
def owner(open_edition, organizer, as_user):
    return as_user(organizer)


def send(client, of, request, data: bytes = odd_files.PDF, name="paper.pdf", **fields):
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    typed = {"title": "Our paper", "kind": "background", "file": file, **fields}
    return client.post(of.page(request, "files/"), typed)


def url_of(kind) -> str:
    return f"{kind.files}{Attachment.objects.get().uuid}/"


def test_a_file_is_kept_under_a_name_of_our_own(owner, kind, organizer, folder):
    request = kind.made(organizer)

    answer = send(owner, kind, request, name="../../evil.php.pdf")

    row = Attachment.objects.get()
    assert answer["Location"] == kind.page(request, "files/")
    assert (row.title, row.kind, row.size, row.uploaded_by) == (
        "Our paper", "background", len(odd_files.PDF), organizer,
    )  # fmt: skip
    assert (folder / row.name).read_bytes() == odd_files.PDF
    assert "evil" not in row.name
    assert AuditEntry.objects.filter(verb="attached a file").count() == 1


def test_it_is_saved_never_shown(owner, kind, organizer):
    send(owner, kind, kind.made(organizer), title="../Our paper, final")

    answer = owner.get(url_of(kind))

    assert answer["Content-Disposition"] == 'attachment; filename="our-paper-final.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == odd_files.PDF


def test_a_picture_is_drawn_anew(owner, kind, organizer, folder):
    send(owner, kind, kind.made(organizer), odd_files.picture(), "a.png")

    assert Attachment.objects.get().suffix == "jpg"
    assert owner.get(url_of(kind))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["html", "svg with a script", "gif that is a script", "nothing"])
def test_what_is_no_pdf_or_picture_is_refused_at_the_field(owner, kind, organizer, folder, name):
    page = send(owner, kind, kind.made(organizer), odd_files.odd()[name])

    assert page.status_code == 200
    assert page.context["form"].errors["file"]
    assert page.context["form"]["title"].value() == "Our paper"
    assert not Attachment.objects.exists()
    assert not list(folder.glob("*"))


def test_number_and_size_are_limits_of_the_edition(owner, kind, organizer, open_edition, folder):
    open_edition.limits = {"attachments": 1, "attachment_bytes": 1000}
    open_edition.save()
    request = kind.made(organizer)

    large = send(owner, kind, request, odd_files.PDF + b" " * 1000)
    send(owner, kind, request)
    second = send(owner, kind, request)

    assert large.context["form"].errors["file"]
    assert "At most 1 file is possible" in second.content.decode()
    assert len(list(folder.iterdir())) == Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("title", "x" * 121), ("kind", "virus"), ("file", "")]
)
def test_a_slip_is_said_at_its_field(owner, kind, organizer, field, value):
    page = send(owner, kind, kind.made(organizer), **{field: value})

    assert page.context["form"].errors[field]


def test_the_button_for_files_saves_what_is_typed_first(owner, kind):
    answer = owner.post(kind.new, {"title": "Typed before", "action": "files"})

    request = kind.model.objects.get()
    assert answer["Location"] == kind.page(request, "files/")
    assert request.draft["title"] == ["Typed before"]


def test_who_fetches_a_private_file(
    owner, open_edition, as_user, organizer, secretariat, stranger, mag_member
):
    kind = KINDS["session"]
    request = kind.made(organizer)
    speaker = factories.make_user()
    factories.make_contributor(request, Contributor.Role.SPEAKER, speaker)
    send(owner, kind, request)

    asked = {"visitor": None, "stranger": stranger, "mag": mag_member}
    allowed = {"secretariat": secretariat, "speaker": speaker, "organizer": organizer}
    statuses = {
        name: as_user(user).get(url_of(kind)).status_code
        for name, user in (asked | allowed).items()
    }

    assert statuses == dict.fromkeys(asked, 404) | dict.fromkeys(allowed, 200)


@pytest.mark.parametrize(
    ("public", "released", "status"),
    [("on", True, 200), ("", True, 404), ("on", False, 404)],
)
def test_a_file_is_public_with_its_request_only_where_it_is_marked(
    owner, kind, organizer, as_user, stranger, public, released, status
):
    request = kind.made(organizer)
    send(owner, kind, request, is_public=public)
    accepted = {"status": "accepted", "number": 77}
    when = request.created_at if released else None
    kind.model.objects.filter(pk=request.pk).update(**accepted, released_at=when)

    statuses = {as_user(user).get(url_of(kind)).status_code for user in (None, stranger)}
    request.refresh_from_db()

    assert statuses == {status}
    if released:
        page = as_user().get(request.get_absolute_url()).content.decode()
        assert (url_of(kind) in page) == bool(public)


def test_a_file_is_not_found_under_the_address_of_the_other_kind(owner, organizer):
    send(owner, KINDS["session"], KINDS["session"].made(organizer))

    assert owner.get(url_of(KINDS["booth"])).status_code == 404


def test_who_sends_and_deletes(owner, kind, organizer, as_user, secretariat, stranger):
    request = kind.made(organizer)
    send(owner, kind, request)
    delete = kind.page(request, f"files/{Attachment.objects.get().uuid}/delete/")

    sent = [send(as_user(user), kind, request).status_code for user in (stranger, secretariat)]
    deleted = [as_user(user).post(delete).status_code for user in (stranger, secretariat)]

    assert (sent, deleted) == ([404, 403], [404, 302])
    assert not Attachment.objects.exists()


def test_a_decided_request_takes_no_files(owner, kind, organizer):
    request = kind.made(organizer, status="accepted")

    assert send(owner, kind, request).status_code == 403
    assert owner.get(kind.page(request, "files/")).context["form"] is None


def test_the_file_goes_with_its_row(
    owner, kind, organizer, folder, django_capture_on_commit_callbacks
):
    request = kind.made(organizer)
    send(owner, kind, request)

    with django_capture_on_commit_callbacks(execute=True):
        owner.post(kind.page(request, f"files/{Attachment.objects.get().uuid}/delete/"))

    assert list(folder.iterdir()) == []


def test_files_no_row_names_are_swept_up_after_a_day(
    owner, kind, organizer, folder, django_capture_on_commit_callbacks
):
    send(owner, kind, kind.made(organizer))
    kept = folder / Attachment.objects.get().name
    orphan = folder / "00000000-0000-4000-8000-000000000000.pdf"
    fresh = folder / "00000000-0000-4000-8000-000000000001.pdf"
    foreign = folder / "notes.txt"
    for path in (orphan, fresh, foreign):
        path.write_bytes(b"x")
    old = time.time() - 25 * 3600
    for path in (kept, orphan, foreign):
        os.utime(path, (old, old))

    with django_capture_on_commit_callbacks(execute=True):
        swept = [periodic.run()]

    assert swept == [1]
    assert {path.name for path in folder.iterdir()} == {kept.name, fresh.name, foreign.name}


def test_a_file_that_is_gone_is_not_found(owner, kind, organizer, folder):
    send(owner, kind, kind.made(organizer))
    (folder / Attachment.objects.get().name).unlink()

    assert owner.get(url_of(kind)).status_code == 404


def test_a_background_paper_sent_as_a_file_fulfils_the_rule(owner, organizer):
    request = KINDS["session"].made(organizer)
    typed = ProposalForms.written(request)
    content = rules.read(request.edition, typed)

    send(owner, KINDS["session"], request)

    facts = rules.gather(request.edition, content, organizer, request)
    assert facts.has_background_paper
