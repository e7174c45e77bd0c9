"""The pages on which the Secretariat downloads requests as tables and sends them back."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.transfer.store import KEPT_SECONDS
from tests import factories
from workshops.models import Workshop

UPLOAD = "secretariat:import_requests"
CAST = ["mag_member", "organizer", "exhibitor", "moderator", "rapporteur", "stranger"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "imports"


@pytest.fixture
def booth(open_edition):
    """A request that its form would accept again."""
    booth = factories.make_booth(edition=open_edition, contribution="What it adds.")
    booth.themes.add(open_edition.themes.get())
    return booth


@pytest.fixture
def client(as_user, secretariat):
    return as_user(secretariat)


def download(client, edition, what: str = "booths", kind: str = "csv") -> bytes:
    response = client.get(reverse(f"secretariat:export_{what}", args=[edition.year, kind]))
    assert response.status_code == 200
    return response.content


def send(client, edition, data: bytes, kind: str = "booth", name: str = "a.csv", **options):
    file = SimpleUploadedFile(name, data)
    return client.post(
        reverse(UPLOAD), {"edition": edition.pk, "kind": kind, "file": file, **options}
    )


def changed(client, edition) -> bytes:
    return download(client, edition).replace(b"Trust in practice", "Confiança; 信任".encode())


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_the_secretariat_downloads(who, kind, request, as_user, edition):
    client = as_user(request.getfixturevalue(who))

    answers = [
        client.get(reverse(f"secretariat:export_{what}", args=[edition.year, kind])).status_code
        for what in ("sessions", "booths")
    ]

    assert answers == [403, 403]


@pytest.mark.parametrize("who", CAST)
def test_only_the_secretariat_sends_tables(who, request, as_user, booth, client):
    place = send(client, booth.edition, changed(client, booth.edition)).headers["Location"]
    other = as_user(request.getfixturevalue(who))

    answers = [
        other.get(reverse(UPLOAD)),
        send(other, booth.edition, b"title"),
        other.get(place),
        other.post(place),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


def test_a_year_or_a_kind_that_is_not_there_is_not_found(client, edition):
    addresses = [(1999, "csv"), (edition.year, "pdf")]

    found = [client.get(reverse("secretariat:export_booths", args=pair)) for pair in addresses]

    assert [answer.status_code for answer in found] == [404, 404]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["sessions", "booths"])
def test_what_was_downloaded_says_what_is_stored(client, booth, what, kind):
    factories.make_workshop(edition=booth.edition)
    data = download(client, booth.edition, what, kind)

    place = send(client, booth.edition, data, what.removesuffix("s"))
    page = client.get(place.headers["Location"]).content.decode()

    assert "Unchanged: 1" in page
    assert "Import all of this" not in page


def test_the_dry_run_shows_the_difference_and_changes_nothing(client, booth):
    place = send(client, booth.edition, changed(client, booth.edition)).headers["Location"]

    page = client.get(place).content.decode()

    booth.refresh_from_db()
    assert "Confiança; 信任" in page
    assert "Changed: 1" in page
    assert booth.title == "Trust in practice"


def test_confirming_applies_the_file_once(client, booth):
    place = send(client, booth.edition, changed(client, booth.edition)).headers["Location"]
    shown = client.get(place).context["plan"].digest

    first, second = (client.post(place, {"shown": shown}, follow=True) for _turn in range(2))

    booth.refresh_from_db()
    assert booth.title == "Confiança; 信任"
    assert "Imported. New: 0, changed: 1." in first.content.decode()
    assert "Send the file again." in second.content.decode()


def test_a_change_in_between_is_shown_before_anything_is_applied(client, booth):
    place = send(client, booth.edition, changed(client, booth.edition)).headers["Location"]
    shown = client.get(place).context["plan"].digest
    type(booth).objects.filter(pk=booth.pk).update(revision=5, content="Newer")

    page = client.post(place, {"shown": shown}, follow=True).content.decode()

    booth.refresh_from_db()
    assert (booth.title, booth.content) == ("Trust in practice", "Newer")
    assert "Something changed since this was shown." in page
    assert "Newer" in page


def test_a_file_with_one_problem_cannot_be_confirmed(client, booth):
    bad = changed(client, booth.edition).replace(b"virtual", b"on the moon")
    place = send(client, booth.edition, bad).headers["Location"]
    answer = client.get(place)

    client.post(place, {"shown": answer.context["plan"].digest})

    booth.refresh_from_db()
    assert booth.title == "Trust in practice"
    assert "attendance" in answer.content.decode()
    assert "Import all of this" not in answer.content.decode()


def test_a_file_is_forgotten_after_a_day(client, booth, own_folder):
    place = send(client, booth.edition, changed(client, booth.edition)).headers["Location"]
    (own_folder / "foreign.txt").write_text("not ours")
    for path in own_folder.iterdir():
        os.utime(path, (time.time() - KEPT_SECONDS - 9,) * 2)

    page = client.get(place, follow=True).content.decode()

    assert "Send the file again." in page
    assert [path.name for path in own_folder.iterdir()] == ["foreign.txt"]


def test_another_account_of_the_secretariat_does_not_see_the_file(client, booth, as_user):
    place = send(client, booth.edition, changed(client, booth.edition)).headers["Location"]
    other = as_user(factories.make_secretariat(booth.edition))

    assert other.get(place).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \n\n", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, id="picture"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 99, id="no workbook"),
        pytest.param(b"title\r\n" + b"a\r\n" * 100_000, id="100,000 rows"),
        pytest.param(b"title\r\n" + b"a\r\n" * 3_001, id="3,001 requests"),
        pytest.param(b"a" * 10_000_001, id="too large"),
        pytest.param(b"name,colour\r\nx,red\r\n", id="no known column"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_message(client, open_edition, data, own_folder):
    answer = send(client, open_edition, data)

    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1
    assert not own_folder.exists()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("uuid,title\r\n\u202e,\u202e\x0b\r\n".encode(), id="odd signs"),
        pytest.param(b"title,title\r\na,b\r\n", id="a column twice"),
        pytest.param(b"uuid,title\r\nx,a\r\nX,b\r\n", id="a uuid twice"),
        pytest.param(b"title,number\r\na,99999999999999999999\r\n", id="endless number"),
        pytest.param(b"title,goals,themes\r\na,99,#99999999999999999999\r\n", id="unknown keys"),
        pytest.param(b"title,initiatives 999 title\r\na,b\r\n", id="a row far away"),
    ],
)
def test_odd_content_is_named_and_not_taken(client, open_edition, data):
    place = send(client, open_edition, data, keep_numbers="on").headers["Location"]

    answer = client.get(place)

    assert answer.status_code == 200
    assert len(answer.context["problems"]) > 0
    assert Workshop.objects.count() == 0


def test_the_dashboard_leads_there(client, edition):
    page = client.get(reverse("secretariat:dashboard")).content.decode()

    assert reverse(UPLOAD) in page
