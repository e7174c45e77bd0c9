"""The public page that finds an answer by its receipt and checks a results bundle."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forum.templatetags.components import eights
from outcomes import verification
from outcomes.bundle import build_bundle
from surveys import receipts
from surveys.models import Ballot
from surveys.record import VERIFIER
from tests.outcomes.sessions import make_staffed_session, published, seal_survey

URL = "/verify/"


@pytest.fixture
def sealed(organizer, rapporteur):
    session = make_staffed_session(organizer, rapporteur)
    return seal_survey(session, organizer)


@pytest.fixture
def public(sealed, rapporteur, secretariat):
    return published(sealed.workshop, rapporteur, secretariat)


def ballots(survey) -> list[Ballot]:
    return list(Ballot.objects.filter(asking__wave__survey=survey))


def ask(client, typed: str) -> str:
    answer = client.post(URL, {"check": "receipt", "receipt": typed})
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, body: bytes, expect: str = ""):
    sent = SimpleUploadedFile("bundle.zip", body, "application/zip")
    return client.post(URL, {"check": "bundle", "bundle": sent, "expect": expect})


def test_every_receipt_of_a_published_record_is_found_with_its_answer(client, sealed, public):
    found = {b.receipt: verification.find_answers(b.receipt) for b in ballots(sealed)}

    assert [len(answers) for answers in found.values()] == [1] * len(found)
    assert len(found) >= 12
    for ballot in ballots(sealed)[:3]:
        page = ask(client, receipts.in_fours(ballot.receipt).upper())
        assert "This answer is in the record" in page
        assert ballot.nonce in page
        assert sealed.workshop.title in page


def test_nothing_is_found_before_the_paper_is_published(client, sealed):
    page = ask(client, ballots(sealed)[0].receipt)

    assert "No published record has this receipt" in page
    assert sealed.workshop.title not in page


def test_an_unknown_receipt_and_what_is_none_get_a_clear_answer(client, public):
    assert "No published record has this receipt" in ask(client, "a" * 16)

    refused = client.post(URL, {"check": "receipt", "receipt": "0189 too short"})

    assert refused.status_code == 422
    assert "A receipt has 16 characters" in refused.content.decode()
    assert "0189 too short" in refused.content.decode()


def test_an_honest_bundle_is_accepted_with_and_without_its_hash(client, sealed, public):
    body = build_bundle(sealed.workshop)

    without = send(client, body).content.decode()
    given = send(client, body, sealed.record.sha256.upper()).content.decode()
    other = send(client, body, "0" * 64).content.decode()

    assert "Everything agrees" in without
    assert "origin not checked" in without
    assert "Everything agrees" in given
    assert "origin not checked" not in given
    assert "Something does not agree" in other


def test_a_changed_bundle_is_refused_with_what_differs(client, sealed, public):
    with zipfile.ZipFile(io.BytesIO(build_bundle(sealed.workshop))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    lines = members["ballots.csv"].decode().splitlines(keepends=True)
    members["ballots.csv"] = "".join(lines[:-1]).encode()
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)

    page = send(client, changed.getvalue()).content.decode()

    assert "Something does not agree" in page
    assert "DIFFERENT" in page


@pytest.mark.parametrize(
    ("body", "expect", "reason"),
    [
        (b"no archive", "", "not a ZIP file"),
        (b"PK\x03\x04 and then nothing", "", "Something does not agree"),
        (b"PK\x03\x04" + b"0" * verification.LARGEST_UPLOAD, "", "larger than 20 MB"),
        (b"PK\x03\x04", "not a hash", "64 characters"),
    ],
)
def test_what_is_no_bundle_is_refused_in_words(client, db, body, expect, reason):
    assert reason in send(client, body, expect).content.decode()


def test_a_bomb_is_refused_without_being_unpacked(client, db):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("ballots.csv", "groups.csv", "pairs.csv", "rules.json"):
            archive.writestr(name, b"0" * 60_000_000)
        for name in ("figures.json", "README", "verify.py"):
            archive.writestr(name, b"0")

    page = send(client, bomb.getvalue()).content.decode()

    assert "too large" in page


def test_the_program_is_published_apart_with_its_own_hash(client, public):
    page = client.get(URL).content.decode()
    reply = client.get(reverse("outcomes:script"))
    body = reply.content

    assert body == VERIFIER.read_bytes()
    assert eights(hashlib.sha256(body).hexdigest()) in page
    assert f'href="{reverse("outcomes:script")}"' in page
    assert "attachment" in reply["Content-Disposition"]


def test_while_others_check_the_answer_is_to_come_again(client, sealed, public):
    taken = [verification._checks.acquire(blocking=False) for _ in range(verification.AT_ONCE)]
    try:
        page = send(client, build_bundle(sealed.workshop)).content.decode()
    finally:
        for _one in taken:
            verification._checks.release()

    assert "Others check bundles right now" in page


def test_the_paper_and_every_footer_lead_to_the_page(client, public):
    paper = client.get(public.get_absolute_url()).content.decode()

    assert paper.count(f'href="{reverse("outcomes:verify")}"') == 2
