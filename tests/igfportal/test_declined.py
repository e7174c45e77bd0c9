"""Whoever declined to be named is public nowhere."""

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from forum.models import Person
from outcomes import exports
from submissions import uploads
from tests import factories
from tests.outcomes.sessions import compiled, make_staffed_session, published, seal_survey
from tests.submissions.odd_files import picture
from tests.submissions.test_uploads import sent
from workshops.actions import invitation
from workshops.models import Contributor, Workshop

NAME, OFFICE, LIFE = "Zebedee Quagmire", "Quagmire Office", "Quagmire grew up by the sea."
GROUP = "Intergovernmental Organization"


@pytest.fixture
def session(edition, organizer, rapporteur, settings, tmp_path) -> Workshop:
    settings.MEDIA_ROOT = tmp_path
    return make_staffed_session(organizer, rapporteur, title="Captions for all")


@pytest.fixture
def named(session) -> Contributor:
    photo = uploads.keep(uploads.photo(sent(picture())), "photos")
    person = factories.make_person(
        NAME, email="z@example.org", group=GROUP, region="", biography=LIFE, gender="another",
        photo=photo,
    )  # fmt: skip
    office = factories.make_organization(OFFICE)
    row = factories.make_contributor(session, "speaker", person=person, affiliation=office)
    invitation.answer(row, "accepted", by=None)
    return row


def public_addresses(session: Workshop, person: Person) -> list[str]:
    year, code = session.edition.year, session.code
    return [
        "/",
        f"/{year}/programme/",
        f"/{year}/programme/?view=grid",
        f"/{year}/programme/?q=Quagmire",
        f"/{year}/programme/calendar.ics",
        f"/{year}/sessions/",
        f"/{year}/sessions/?q=Zebedee",
        f"/{year}/sessions/{code}/",
        f"/{year}/sessions/{code}/calendar.ics",
        f"/{year}/village/",
        f"/{year}/outcomes/",
        f"/{year}/outcomes/{code}/",
        f"/{year}/outcomes/{code}.json",
        f"/{year}/outcomes/{code}/bundle.zip",
        f"/people/{person.photo_key}/photo",
        f"/j/{session.join_code}",
        f"/j/{session.join_code}/screen",
    ]


def words_of(response) -> str:
    """What an answer says; archives are unpacked first."""
    if response.get("Content-Type") == "application/zip":
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        return "".join(archive.read(name).decode() for name in archive.namelist())
    return response.content.decode(errors="replace")


def spreadsheets(edition, client) -> str:
    address = f"/secretariat/exports/{edition.year}/outcome-report"
    book = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    return client.get(f"{address}.csv").content.decode() + "".join(cells)


def traces(text: str) -> list[str]:
    return [word for word in ("Zebedee", "Quagmire", "z@example.org") if word in text]


def test_no_public_page_file_or_search_names_who_declined(
    session, named, organizer, rapporteur, secretariat, stranger, as_user
):
    shown_before = words_of(as_user().get(session.get_absolute_url()))
    invitation.answer(named, "declined", by=None)
    seal_survey(session, organizer, people=12)
    published(session, approver=rapporteur, publisher=secretariat)

    answers = {
        address: as_user().get(address) for address in public_addresses(session, named.person)
    }

    assert traces(shown_before) == ["Zebedee", "Quagmire"]
    assert {
        address: found for address, page in answers.items() if (found := traces(words_of(page)))
    } == {
        f"/{session.edition.year}/programme/?q=Quagmire": ["Quagmire"],
        f"/{session.edition.year}/sessions/?q=Zebedee": ["Zebedee"],
    }, "only what was searched for may be repeated"
    for query in ("programme/?q=Quagmire", "sessions/?q=Zebedee"):
        page = words_of(answers[f"/{session.edition.year}/{query}"])
        assert "Captions for all" not in page
    assert answers[f"/people/{named.person.photo_key}/photo"].status_code == 404
    assert all(page.status_code in (200, 302, 404) for page in answers.values())


def test_the_names_offered_while_typing_leave_out_who_declined(session, named, stranger, as_user):
    client, asked = as_user(stranger), "/my/names/?of={}&q=Quagmire"
    before = [client.get(asked.format(kind)).json()["names"] for kind in ("person", "organization")]
    invitation.answer(named, "declined", by=None)
    after = [client.get(asked.format(kind)).json()["names"] for kind in ("person", "organization")]

    assert [len(names) for names in before] == [1, 1]
    assert after == [[], []]


def test_exports_and_seats_leave_out_who_declined(session, named, secretariat, as_user):
    before = as_user().get(session.get_absolute_url()).context["by_group"]
    invitation.answer(named, "declined", by=None)
    after = as_user().get(session.get_absolute_url()).context["by_group"]

    assert [row.people for row in before if row.value == GROUP] == [1]
    assert [row.people for row in after if row.value == GROUP] == [0]
    assert traces(spreadsheets(session.edition, as_user(secretariat))) == []


def test_the_paper_leaves_out_who_declined_and_waits_when_that_comes_late(
    session, named, organizer, rapporteur, as_user
):
    seal_survey(session, organizer, people=12)
    paper = compiled(session)
    invitation.answer(named, "declined", by=None)
    address = f"/{session.edition.year}/outcomes/{session.code}"
    refused = as_user(rapporteur).post(f"{address}/approve/", {"revision": 1}, follow=True)
    again = compiled(session, by=rapporteur)

    paper.refresh_from_db()
    assert paper.version.approved_by is None
    assert "has declined since" in words_of(refused) or refused.status_code == 409
    assert traces(json.dumps(again.version.content)) == []


def test_gender_is_in_no_public_output_and_no_export(
    session, named, organizer, rapporteur, secretariat, as_user
):
    Person.objects.filter(pk=named.person_id).update(gender="undisclosed")
    seal_survey(session, organizer, people=12)
    published(session, approver=rapporteur, publisher=secretariat)

    texts = [
        words_of(as_user().get(address)) for address in public_addresses(session, named.person)
    ]
    texts.append(spreadsheets(session.edition, as_user(secretariat)))

    assert not any("undisclosed" in text or "prefer not" in text for text in texts)
    assert not any(
        "gender" in header.lower() for header in exports.sessions(session.edition).headers()
    )
