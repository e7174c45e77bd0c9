import gzip

import pytest

ZIPPED = {"accept-encoding": "gzip"}

pytestmark = pytest.mark.django_db


def test_a_page_for_everybody_is_compressed(client):
    plain = client.get("/j/")

    small = client.get("/j/", headers=ZIPPED)

    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content)
    assert b"<html" in gzip.decompress(small.content)


def test_static_files_are_compressed_even_for_people_who_are_signed_in(client, organizer):
    client.force_login(organizer)

    response = client.get("/static/css/vote.css", headers=ZIPPED)

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.getvalue()).startswith(b"/* vote.css")


def test_a_page_with_somebodys_secrets_is_sent_as_it_is(client, organizer):
    client.force_login(organizer)

    response = client.get("/my/", headers=ZIPPED)

    assert "Content-Encoding" not in response
    assert b"<html" in response.content


def test_who_cannot_unpack_gets_it_plain(client):
    response = client.get("/j/")

    assert "Content-Encoding" not in response
