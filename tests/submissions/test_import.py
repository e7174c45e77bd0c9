"""What an import takes, what it leaves as it is, and how it names what is wrong."""

import csv
import io

import pytest
from django.http import QueryDict

from booths.exports import BOOTHS
from booths.models import Booth
from forum.models import AuditEntry, OutgoingMail, Person
from forum.spreadsheets import to_xlsx
from submissions.actions.transfer import Different, bring_in
from submissions.models import Rule
from submissions.transfer.export import Export
from submissions.transfer.layout import Layout
from submissions.transfer.plan import CHANGED, NEW, UNCHANGED
from tests import factories
from tests.submissions.transferring import WRITE, apply, content, exported, planned, said, wipe
from tests.workshops.typed_proposal import typed_proposal
from workshops.exports import SESSIONS
from workshops.forms.proposal import ProposalForms
from workshops.models import Workshop

ADDRESS = "ada@example.org"


@pytest.fixture
def session(open_edition, organizer) -> Workshop:
    """A submitted session whose form would be accepted again."""
    data = QueryDict(mutable=True)
    for name, value in typed_proposal(open_edition).items():
        data.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    workshop = factories.make_workshop(organizer=organizer, edition=open_edition)
    forms = ProposalForms(open_edition, data, check=True)
    assert forms.is_valid()
    WRITE[SESSIONS.kind](workshop, forms.content(), by=organizer, invite=False)
    workshop.refresh_from_db()
    return workshop


def edited(edition, *, drop: tuple[str, ...] = (), **changes: str) -> bytes:
    """The export of the sessions as CSV with other values, or without columns."""
    rows = list(
        csv.DictReader(io.StringIO(exported(SESSIONS, edition, "csv").decode(), newline=""))
    )
    named = {name.replace("_", " "): value for name, value in changes.items()}
    rows = [{k: v for k, v in (row | named).items() if k not in drop} for row in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def workbook(edition, change) -> bytes:
    """The export of the sessions as XLSX, its sheets changed as rows."""
    export = Export(Layout(SESSIONS, edition), Workshop.objects.filter(edition=edition))
    sheets = {sheet.name: sheet for sheet in export.sheets()}
    change({name: sheet.objects for name, sheet in sheets.items()})
    return to_xlsx(list(sheets.values()), "Requests")


def test_the_headers_of_a_session_are_these(session):
    header = exported(SESSIONS, session.edition, "csv").decode().splitlines()[0].split(",")

    assert header[:9] == [
        "uuid", "number", "status", "sample", "submitted at", "changed at", "decided at",
        "released at", "account",
    ]  # fmt: skip
    assert header[9:21] == [
        "title", "type", "theme", "layout", "minutes", "topics", "description", "gains",
        "expected outcomes", "goals", "hybrid plan", "people agreed",
    ]  # fmt: skip
    assert header[21:27] == [
        "questions 1 text", "questions 2 text", "people 1 role", "people 1 name",
        "people 1 email", "people 1 affiliation",
    ]  # fmt: skip


@pytest.mark.parametrize("transfer", [SESSIONS, BOOTHS], ids=["sessions", "booths"])
def test_every_field_of_the_form_has_a_column(transfer, open_edition):
    forms = transfer.forms(open_edition, QueryDict())

    layout = Layout(transfer, open_edition)

    assert set(layout.fields) == set(forms.form.fields)
    assert {prefix: set(cells) for prefix, cells in layout.rows.items()} == {
        prefix: set(kind.form(edition=open_edition).fields)
        for prefix, kind in transfer.forms.row_sets.items()
    }


def test_drafts_are_not_exported(session, organizer):
    factories.make_workshop(status=Workshop.Status.DRAFT, organizer=organizer, title="Secret")

    assert "Secret" not in exported(SESSIONS, session.edition, "csv").decode()


def test_a_changed_cell_is_shown_and_applied_and_logged(session, secretariat):
    plan = planned(SESSIONS, session.edition, edited(session.edition, title="-Another title"))
    [entry] = plan.entries

    apply(plan, secretariat)

    session.refresh_from_db()
    assert [(d.label, d.before, d.after) for d in entry.differences] == [
        ("Title", "Captions for all", "-Another title")
    ]
    assert (entry.state, session.title) == (CHANGED, "-Another title")
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert {"changed by import", "imported requests"} <= set(verbs)


def test_a_missing_column_leaves_what_is_stored(session):
    lean = edited(session.edition, drop=("description", "topics", "people agreed"))

    assert [e.state for e in planned(SESSIONS, session.edition, lean).entries] == [UNCHANGED]


def test_an_unknown_column_is_named(session):
    plan = planned(SESSIONS, session.edition, edited(session.edition, our_remark="x"))

    assert plan.left_out == ["our remark"]


def test_rows_with_a_missing_column_are_refused_as_a_whole(session):
    plan = planned(SESSIONS, session.edition, edited(session.edition, drop=("people 1 email",)))

    assert [problem[2] for problem in said(plan)] == ["people 1 email"]


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"theme": "Trst"}, "theme", "“Trst” is not known here. Write one of these: "),
        ({"type": "Wokshop"}, "type", "It has a number as this type"),
        ({"title": "x" * 61}, "title", "61"),
        ({"people_agreed": "perhaps"}, "people agreed", "Write yes or no."),
        ({"minutes": "91"}, "minutes", "Write one of these: 30; 60; 90"),
        ({"people_1_email": "nobody"}, "people 1 email", "valid email"),
        ({"agenda_1_minutes": "many"}, "agenda 1 minutes", "whole number"),
        ({"number": "7"}, "number", "not changed by an import"),
    ],
)
def test_a_problem_is_named_by_row_and_column(session, changes, column, words):
    found = said(planned(SESSIONS, session.edition, edited(session.edition, **changes)))

    assert [(row, name) for _sheet, row, name, _message in found] == [(2, column)]
    assert words in found[0][3]


def test_a_problem_in_a_sheet_of_people_names_that_sheet(session):
    data = workbook(session.edition, lambda rows: rows["People"][0].update(role="chief"))

    found = [problem[:3] for problem in said(planned(SESSIONS, session.edition, data))]

    assert found == [("People", 2, "role"), ("Sessions", 2, "people")]


def test_people_of_nobody_are_named(session):
    data = workbook(session.edition, lambda rows: rows["People"][0].update(uuid="gone"))

    assert ("People", 2, "uuid") in [
        problem[:3] for problem in said(planned(SESSIONS, session.edition, data))
    ]


def test_sorting_a_sheet_changes_nothing(session):
    data = workbook(session.edition, lambda rows: rows["Questions"].reverse())

    assert planned(SESSIONS, session.edition, data).entries[0].state == UNCHANGED


def test_a_row_without_uuid_becomes_a_request_of_the_secretariat(session, secretariat):
    plan = planned(
        SESSIONS, session.edition, edited(session.edition, uuid="", account="", number="5")
    )

    apply(plan, secretariat)

    new = Workshop.objects.exclude(pk=session.pk).get()
    assert (new.status, new.created_by) == (Workshop.Status.SUBMITTED, secretariat)
    assert new.number == session.number + 1
    assert plan.entries[0].warnings == ["There is another request with this title."]
    assert OutgoingMail.objects.count() == 0


def test_people_are_invited_only_when_asked_for(session, secretariat):
    file = edited(session.edition, uuid="", people_1_email=ADDRESS)

    apply(planned(SESSIONS, session.edition, file, invite=True), secretariat)

    assert list(OutgoingMail.objects.values_list("kind", "to")) == [("invitation", ADDRESS)]


def test_numbers_are_kept_only_when_asked_for_and_free(session, secretariat):
    file = edited(session.edition, uuid="", number="5")
    apply(planned(SESSIONS, session.edition, file, keep_numbers=True), secretariat)

    again = planned(SESSIONS, session.edition, file, keep_numbers=True)

    assert Workshop.objects.filter(number=5).count() == 1
    assert [problem[2:] for problem in said(again)] == [("number", "This number is taken.")]


def test_a_blocking_rule_stops_unless_the_secretariat_says_otherwise(session):
    Rule.objects.create(
        edition=session.edition, kind="session", code="confirmed_speakers", level="block",
        parameters={"least": 3}, text="Three speakers.",
    )  # fmt: skip
    file = edited(session.edition, title="Other")

    strict = planned(SESSIONS, session.edition, file)
    lenient = planned(SESSIONS, session.edition, file, despite_rules=True)

    assert [problem[3] for problem in said(strict)] == ["Three speakers."]
    assert (said(lenient), lenient.entries[0].warnings) == ([], ["Three speakers."])


def test_a_type_with_a_number_is_not_changed_by_a_table(session):
    Workshop.objects.filter(pk=session.pk).update(number=33)
    factories.make_type(session.edition, "of", name="Open Forum")

    found = said(planned(SESSIONS, session.edition, edited(session.edition, type="Open Forum")))

    assert [problem[2] for problem in found] == ["type"]


def test_a_booth_with_a_place_is_not_moved_by_a_table(open_edition):
    booth = factories.make_booth(status=Booth.Status.ACCEPTED)

    assert set(BOOTHS.kept(booth)) == {"attendance"}


def test_a_region_follows_from_a_country_that_was_learned_later(session, secretariat):
    contributor = session.contributors.get(role="organizer")
    session.contributors.update(region="")
    Person.objects.filter(pk=contributor.person_id).update(country="Kenya")
    before, file = content(SESSIONS, session.edition), exported(SESSIONS, session.edition, "csv")

    wipe(SESSIONS, session.edition)
    apply(planned(SESSIONS, session.edition, file), secretariat)

    assert content(SESSIONS, session.edition) == before
    assert "African Group" in str(before)


def test_unsent_changes_of_the_submitter_stay(session, secretariat):
    Workshop.objects.filter(pk=session.pk).update(draft={"title": ["Mine"]})
    plan = planned(SESSIONS, session.edition, edited(session.edition, title="Ours"))

    apply(plan, secretariat)

    session.refresh_from_db()
    assert (session.title, session.draft) == ("Ours", {"title": ["Mine"]})
    assert len(plan.entries[0].warnings) == 1


def test_nothing_is_applied_when_it_is_not_what_was_shown(session, secretariat):
    file = edited(session.edition, title="Ours")
    shown = planned(SESSIONS, session.edition, file).digest
    Workshop.objects.filter(pk=session.pk).update(revision=9)

    with pytest.raises(Different):
        bring_in(
            planned(SESSIONS, session.edition, file), shown=shown, file_hash="0",
            write=WRITE[SESSIONS.kind], by=secretariat,
        )  # fmt: skip

    session.refresh_from_db()
    assert session.title == "Captions for all"


def test_a_text_too_long_for_one_cell_is_split_visibly_and_joined_again(session):
    long = "😀" * 40_000
    Workshop.objects.filter(pk=session.pk).update(description=long)

    file = exported(SESSIONS, session.edition, "xlsx")
    plan = planned(SESSIONS, session.edition, file)

    assert [entry.state for entry in plan.entries] == [UNCHANGED]
    assert plan.entries[0].sent.texts["description"] == long
    assert NEW not in [entry.state for entry in plan.entries]
