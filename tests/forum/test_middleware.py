import gzip

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

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


def test_the_page_of_somebody_signed_in_is_compressed_to_a_length_of_chance(client, organizer):
    client.force_login(organizer)

    answers = [client.get("/my/", headers=ZIPPED) for _ in range(12)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 3
    assert b"<html" in gzip.decompress(answers[0].content)


@pytest.mark.parametrize("address", ["/my/?q=guess", "/my/guess/", "/my/proposals/new/?guess"])
def test_what_a_strangers_link_could_put_a_guess_into_is_sent_as_it_is(client, organizer, address):
    client.force_login(organizer)

    response = client.get(address, headers=ZIPPED)

    assert "Content-Encoding" not in response
    assert b"<html" in response.content


def test_the_cookie_of_somebody_signed_in_does_not_travel_with_forms_of_other_sites(settings):
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_who_cannot_unpack_gets_it_plain(client):
    response = client.get("/j/")

    assert "Content-Encoding" not in response


@pytest.mark.postgresql
def test_a_kept_connection_that_died_is_replaced_before_the_next_request(settings):
    kept_open = {**settings.DATABASES["default"], "CONN_MAX_AGE": 60}
    kept = ConnectionHandler({"default": kept_open})["default"]
    process = answered(kept, "SELECT pg_backend_pid()")
    answered(connection, f"SELECT pg_terminate_backend({process}, 5000)")

    kept.close_if_unusable_or_obsolete()  # as every request begins

    assert answered(kept, "SELECT 1") == 1
    kept.close()


def answered(database, question: str):
    with database.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_an_account_keeps_the_language_it_chose_last(client, organizer):
    client.get("/?lang=ar")
    client.force_login(organizer)
    client.get("/my/")
    organizer.refresh_from_db()
    unchosen = organizer.language

    client.get("/my/?lang=fr")
    client.get("/my/?lang=klingon")

    organizer.refresh_from_db()
    assert (unchosen, organizer.language) == ("", "fr")
