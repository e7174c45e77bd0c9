import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from forum.spreadsheets import to_csv, to_xlsx
from outcomes import exports
from tests import factories
from tests.outcomes.sessions import make_staffed_session, seal_survey
from workshops.models import Workshop


@pytest.fixture
def session(organizer, rapporteur):
    return make_staffed_session(organizer, rapporteur)


def report(edition, kind="csv"):
    return f"/secretariat/exports/{edition.year}/outcome-report.{kind}"


def row_of(edition) -> dict[str, str]:
    return next(csv.DictReader(io.StringIO(to_csv(exports.sessions(edition)).decode(), newline="")))


def test_only_the_secretariat_exports(edition, secretariat, stranger, as_user):
    addresses = ["/secretariat/exports/", report(edition), report(edition, "xlsx")]
    addresses.append(f"/secretariat/exports/{edition.year}/village.csv")

    for address in addresses:
        assert as_user().get(address).url.startswith("/accounts/login/")
        assert as_user(stranger).get(address).status_code == 403
        assert as_user(secretariat).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/secretariat/exports/1999/outcome-report.csv"])
def test_an_unknown_year_is_not_found(secretariat, as_user, address):
    assert as_user(secretariat).get(address).status_code == 404


def test_an_unknown_form_is_not_found(edition, secretariat, as_user):
    assert as_user(secretariat).get(report(edition, "pdf")).status_code == 404


def test_there_is_one_row_per_accepted_session(edition, session):
    factories.make_workshop()

    assert len(exports.sessions(edition).rows()) == 1


def test_headers_are_unique(edition):
    for sheet in (exports.sessions(edition), exports.booths(edition)):
        assert len(sheet.headers()) == len(set(sheet.headers()))


def test_the_sheet_is_typed_and_holds_no_formula(edition, session):
    Workshop.objects.update(title="=1+1")
    session.slot.starts_at = datetime(2027, 11, 8, 6, 15, tzinfo=UTC)
    session.slot.ends_at = datetime(2027, 11, 8, 7, 45, tzinfo=UTC)
    session.slot.save()
    pages = [exports.sessions(edition), exports.booths(edition)]

    book = load_workbook(io.BytesIO(to_xlsx(pages, "Report")))

    page = book["Sessions"]
    cells = dict(zip([c.value for c in page[1]], page[2], strict=True))
    assert book.sheetnames == ["Sessions", "Village"]
    assert cells["Title"].value == "=1+1"
    assert cells["Number"].value == session.number
    assert cells["Start, UTC"].value == datetime(2027, 11, 8, 6, 15)  # noqa: DTZ001
    assert cells["Start, Asia/Tokyo (venue)"].value == datetime(2027, 11, 8, 15, 15)  # noqa: DTZ001
    assert not [c for row in page.iter_rows() for c in row if c.data_type == "f"]


def test_people_are_counted_once_by_group_and_region(edition, session, rapporteur):
    factories.make_contributor(session, "speaker", rapporteur)

    row = row_of(edition)

    assert row["Group: Civil Society"] == "2"
    assert row["Region: African Group"] == "2"
    assert row["Group: Government"] == "0"


def test_people_who_are_not_listed_stay_out(edition, session):
    factories.make_contributor(
        session, "speaker", person=factories.make_person("Hidden One"), listed=False
    )

    assert "Hidden One" not in to_csv(exports.sessions(edition)).decode()


def test_participation_and_results_come_from_the_record(edition, session, organizer):
    survey = seal_survey(session, organizer, people=12)

    row = row_of(edition)

    assert (row["Joined, room"], row["Joined, online"]) == ("6", "6")
    assert row["Answered per survey, room"] == "1: 6; 2: 6; 3: 6"
    assert (
        "Totals: 33% of 12 people agreed in survey 1, 100% of 12 in survey 3." in row["Key results"]
    )
    assert row["Record SHA-256"] == survey.record.sha256
    assert row["Paper"] == "being compiled"


def test_a_session_without_survey_and_paper_says_so(edition, session):
    row = row_of(edition)

    assert (row["Joined, room"], row["Key results"], row["Paper"]) == ("", "", "none")


def test_every_fact_of_a_booth_is_in_its_row(edition):
    booth = factories.make_booth(status="accepted", released=True)
    initiative = booth.initiatives.get()
    initiative.figures = [{"label": "Partners", "value": "more than 150"}]
    initiative.founders, initiative.since = "A police unit", 2016
    initiative.save()

    text = to_csv(exports.booths(edition)).decode()

    facts = [booth.title, booth.background, booth.content, "How is trust built?", "more than 150"]
    facts += ["A police unit", "2016", booth.organization.name, initiative.text]
    assert [fact for fact in facts if fact not in text] == []


def test_the_report_costs_the_same_with_one_and_three_sessions(
    edition,
    session,
    organizer,
    rapporteur,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    with django_assert_max_num_queries(30) as first:
        exports.sessions(edition).rows()
    make_staffed_session(organizer, rapporteur)
    make_staffed_session(organizer, rapporteur)

    with django_assert_num_queries(len(first)):
        exports.sessions(edition).rows()
