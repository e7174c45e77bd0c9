"""The Village in the outcome report: its booths in both files, and what was counted."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from booths.models import Booth, BoothMessage, Offer
from forum.models import Goal
from forum.spreadsheets import to_csv
from outcomes import chapters, exports
from tests.factories import (
    make_booth,
    make_edition,
    make_organization,
    make_place,
    make_session,
    make_theme,
)

REPORT = "/secretariat/exports/2027/outcome-report"
BOOTH_HEADERS = [
    "Booth", "Type", "Number", "Topic", "Sample", "Organization", "Group", "Partners", "Onsite",
    "Virtual", "Place", "Shares its place with", "Background", "Content", "Initiatives",
    "Contribution", "Themes", "Policy questions", "SDGs", "Other Internet-governance activities",
    "Links", "Questions to the booth", "Offers of help", "Messages forwarded", "Messages answered",
    "Address",
]  # fmt: skip
Status, Letter = Booth.Status, BoothMessage.Status


@pytest.fixture
def booth(edition) -> Booth:
    """A released booth at a place, with a theme and a goal, to which four visitors wrote."""
    booth = make_booth(
        status=Status.ACCEPTED,
        released=True,
        number=35,
        title="Trust, مرحبا, 信任",
        is_onsite=True,
        stand=make_place("A4"),
        organization=make_organization("Sample Labs", group="Private Sector"),
    )
    booth.themes.add(make_theme(title="Data"))
    booth.goals.add(Goal.objects.get(number=9))
    help_with = booth.initiatives.get()
    for status, initiative in [
        (Letter.WAITING, None), (Letter.FORWARDED, None), (Letter.ANSWERED, help_with),
        (Letter.REFUSED, help_with),
    ]:  # fmt: skip
        BoothMessage.objects.create(
            booth=booth,
            initiative=initiative,
            name="Vera Visitor",
            email="vera@example.org",
            text="Private words.",
            status=status,
            sent_at=timezone.now(),
        )
    return booth


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def counted(edition) -> dict[tuple[str, str], int]:
    rows = chapters.numbers(edition).rows()
    assert len({(about, what) for about, what, _count in rows}) == len(rows)
    return {(about, what): count for about, what, count in rows}


def test_the_columns_of_a_booth_are_these(edition):
    assert exports.booths(edition).headers() == BOOTH_HEADERS


def test_a_booth_says_how_often_visitors_wrote(booth, edition):
    row = read(to_csv(exports.booths(edition)))[0]

    names = ("Questions to the booth", "Offers of help", "Messages forwarded", "Messages answered")
    assert [row[name] for name in names] == ["2", "2", "2", "1"]
    assert row["Group"] == "Private Sector"


def test_the_csv_has_a_row_per_session_and_then_one_per_booth(booth, edition, as_user, secretariat):
    session = make_session(title="Captions for all")

    rows = read(as_user(secretariat).get(f"{REPORT}.csv").content)

    assert [row["Type"] for row in rows] == [session.type.name, "Village Booth"]
    assert rows[0]["Organization"] == ""
    assert (rows[1]["Session"], rows[1]["Title"]) == (booth.full_name, booth.title)
    assert (rows[1][edition.theme_label], rows[1]["Place"]) == ("Data", "A4")
    assert rows[1]["Paper"] == ""


def test_without_booths_the_csv_is_the_table_of_sessions(edition, as_user, secretariat):
    make_session()

    body = as_user(secretariat).get(f"{REPORT}.csv").content

    assert body == to_csv(exports.sessions(edition))


def test_the_workbook_has_the_village_and_its_numbers(booth, as_user, secretariat):
    body = as_user(secretariat).get(f"{REPORT}.xlsx").content

    book = load_workbook(io.BytesIO(body))
    cells = dict(zip([c.value for c in book["Village"][1]], book["Village"][2], strict=True))
    assert book.sheetnames[:3] == ["Sessions", "Village", "Village numbers"]
    assert (cells["Number"].value, cells["Topic"].value) == (35, "Trust, مرحبا, 信任")
    assert [cell.value for cell in book["Village numbers"][1]] == ["About", "What", "Number"]


def test_no_file_has_the_words_or_the_address_of_a_visitor(booth, as_user, secretariat):
    client = as_user(secretariat)
    files = [client.get(f"{REPORT}.csv").content.decode()]
    book = load_workbook(io.BytesIO(client.get(f"{REPORT}.xlsx").content))
    files += [str([c.value for row in page.iter_rows() for c in row]) for page in book]

    for text in files:
        assert "vera@example.org" not in text
        assert "Private words." not in text


def test_requests_places_offers_and_messages_are_counted(booth, edition):
    now = timezone.now()
    make_place("B1")
    make_place("B2", is_available=False)
    make_booth(status=Status.ACCEPTED, is_onsite=True, is_virtual=False, host=booth)
    make_booth(status=Status.DECLINED)
    make_booth(status=Status.WITHDRAWN, waiting_since=now, waiting_until=now)
    make_booth(status=Status.DRAFT)
    waiting = make_booth(is_onsite=True, waiting_since=now)
    Offer.objects.create(booth=waiting, offered_at=now, expires_at=now + timedelta(days=1))
    make_booth(edition=make_edition(2024, is_current=False), status=Status.ACCEPTED)

    found = counted(edition)

    requests = {what: count for (about, what), count in found.items() if about == "Requests"}
    assert requests == {
        "submitted": 5,
        "accepted": 2,
        "accepted and released": 1,
        "declined": 1,
        "withdrawn": 1,
        "partnered, at the place of another": 1,
        "ever on the waiting list": 2,
        "on the waiting list now": 1,
    }
    assert [found["Places", what] for what in ("in use", "with a booth", "with two booths")] == [
        2, 1, 1,
    ]  # fmt: skip
    assert found["Offers of a place", "open"] == 1
    assert found["Messages to booths", "questions"] == 2
    assert found["Messages to booths", "answered"] == 1
    assert found["Accepted booths", "onsite and virtual"] == 1
    assert found["Accepted booths by group", "Private Sector"] == 1
    assert found["Accepted booths by group", "Not stated"] == 1
    assert found[f"Accepted booths by {edition.theme_label.lower()}", "Data"] == 1
    assert found["Accepted booths by SDG", "9 Industry, Innovation and Infrastructure"] == 1


def test_the_chapter_costs_the_same_with_one_and_four_booths(
    booth, edition, django_assert_num_queries, django_assert_max_num_queries
):
    make_session()
    with django_assert_max_num_queries(40) as first:
        chapters.one_table(edition).rows()
        chapters.numbers(edition).rows()
    for _ in range(3):
        host = make_booth(status=Status.ACCEPTED, is_onsite=True)
        host.goals.add(Goal.objects.get(number=4))
        make_booth(status=Status.ACCEPTED, is_onsite=True, host=host)

    with django_assert_num_queries(len(first)):
        chapters.one_table(edition).rows()
        chapters.numbers(edition).rows()
