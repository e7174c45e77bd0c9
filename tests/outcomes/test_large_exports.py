"""Large files: made by a job, shown with their progress, given to their owner only."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from forum import jobs
from forum.errors import RuleError
from forum.models import Job, Role
from forum.references import reference
from outcomes import packages, periodic, tasks
from outcomes.actions import export as actions
from outcomes.models import Export
from tests import factories
from tests.outcomes.reports import filed
from tests.outcomes.sessions import make_staffed_session, published, seal_survey

EXPORTS = "/secretariat/exports/"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def session(organizer, rapporteur, secretariat):
    """With a sealed survey, a public paper and a filed report."""
    workshop = make_staffed_session(organizer, rapporteur)
    workshop.theme = factories.make_theme(workshop.edition, "Trust")
    workshop.save()
    seal_survey(workshop, organizer, people=12)
    published(workshop, rapporteur, secretariat)
    filed(workshop, rapporteur)
    return workshop


def asked(edition, kind: str, by) -> Export:
    return actions.queue(edition, kind, by=by)


def job_of(export) -> Job:
    return Job.objects.get(subject=reference(export))


def made(edition, kind: str, by) -> bytes:
    """The file after the worker did its job."""
    export = asked(edition, kind, by)
    tasks.build_export(str(job_of(export).pk))
    assert job_of(export).status == Job.Status.DONE
    return export.path.read_bytes()


def names_in(body: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(body)).namelist()


def test_a_button_asks_and_the_page_follows_to_the_file(edition, session, secretariat, as_user):
    client = as_user(secretariat)

    page = client.post(f"{EXPORTS}{edition.year}/open-data/build/", follow=True)
    export = Export.objects.get()
    waits = page.content.decode()
    early = client.get(f"{EXPORTS}{export.uuid}/file/").status_code
    tasks.build_export(str(job_of(export).pk))
    ready = client.get(f"{EXPORTS}{export.uuid}/").content.decode()
    file = client.get(f"{EXPORTS}{export.uuid}/file/")

    assert "<progress" in waits
    assert early == 404
    assert f"{EXPORTS}{export.uuid}/file/" in ready
    assert "<progress" not in ready
    assert f'filename="igf-{edition.year}-open-data.zip"' in file["Content-Disposition"]
    assert file.getvalue() == export.path.read_bytes()


def test_the_link_is_its_owners_and_asks_for_the_right_again(
    edition, session, secretariat, stranger, as_user
):
    export = asked(edition, "open-data", secretariat)
    tasks.build_export(str(job_of(export).pk))
    link, page = f"{EXPORTS}{export.uuid}/file/", f"{EXPORTS}{export.uuid}/"
    colleague = factories.make_secretariat(edition)

    others = [as_user(u).get(link).status_code for u in (colleague, stranger)]
    visitor = as_user().get(link).url
    own = as_user(secretariat).get(link)
    own.getvalue()
    Role.objects.filter(user=secretariat).delete()
    afterwards = [as_user(secretariat).get(place).status_code for place in (link, page)]

    assert (others, own.status_code, afterwards) == ([404, 403], 200, [403, 403])
    assert visitor.startswith("/accounts/login/")


def test_only_the_secretariat_asks(edition, stranger, organizer, as_user):
    for user in (stranger, organizer):
        assert as_user(user).post(f"{EXPORTS}{edition.year}/papers/build/").status_code == 403
        with pytest.raises(RuleError):
            asked(edition, "papers", user)
    assert not Export.objects.exists()


def test_an_unknown_kind_is_not_found(edition, secretariat, as_user):
    answer = as_user(secretariat).post(f"{EXPORTS}{edition.year}/everything/build/")

    assert answer.status_code == 404


def test_asking_twice_makes_one_job(edition, secretariat):
    first, again = (asked(edition, "papers", secretariat) for _ in range(2))

    assert first == again
    assert Job.objects.filter(kind=tasks.EXPORT).count() == 1


def test_a_worker_killed_halfway_leaves_the_job_to_the_next(edition, session, secretariat):
    export = asked(edition, "open-data", secretariat)
    dead = jobs.claim(str(job_of(export).pk))
    Job.objects.filter(pk=dead.pk).update(lease_until=timezone.now() - timedelta(minutes=1))

    tasks.build_export(str(dead.pk))

    assert job_of(export).status == Job.Status.DONE
    assert export.path.exists()
    assert jobs.finish(dead) is False


def test_the_open_data_set_has_a_dictionary_and_a_licence(edition, session, secretariat):
    body = made(edition, "open-data", secretariat)

    archive = zipfile.ZipFile(io.BytesIO(body))
    text = archive.read("data-dictionary.csv").decode()
    said = {(r["Table"], r["Column"]) for r in csv.DictReader(io.StringIO(text, newline=""))}
    for name in ("sessions", "village", "by-theme", "by-type", "participation"):
        lines = csv.reader(io.StringIO(archive.read(f"{name}.csv").decode(), newline=""))
        assert {(name, column) for column in next(lines)} <= said
    assert b"Creative Commons" in archive.read("LICENCE.txt")
    assert json.loads(archive.read("data.json"))["sessions"][0]["Joined, room"] == 6
    assert made(edition, "open-data", secretariat) == body


def test_the_open_data_set_holds_only_what_is_public(edition, session, organizer, secretariat):
    hidden = factories.make_workshop(status="accepted", title="Not released", organizer=organizer)
    unpublished = factories.make_session(title="Not published", organizer=organizer)
    seal_survey(unpublished, organizer, people=12)

    archive = zipfile.ZipFile(io.BytesIO(made(edition, "open-data", secretariat)))

    rows = json.loads(archive.read("data.json"))["sessions"]
    found = {row["Title"]: row for row in rows}
    assert hidden.title not in found
    assert found[session.title]["Key results"] != ""
    assert (found["Not published"]["Key results"], found["Not published"]["Paper"]) == ("", "none")
    assert "village-numbers.csv" not in archive.namelist()


def test_the_papers_come_with_their_bundles_and_reports(edition, session, secretariat):
    found = names_in(made(edition, "papers", secretariat))

    code = session.code
    assert sorted(found) == sorted(
        f"{code}/{name}" for name in ("paper.json", "paper.pdf", "bundle.zip", "report-1.json")
    )


def test_the_report_by_theme_is_a_tagged_pdf(edition, session, secretariat):
    reader = PdfReader(io.BytesIO(made(edition, "report-pdf", secretariat)))

    text = "\n".join(page.extract_text() for page in reader.pages)
    headings = [item.title for item in reader.outline if not isinstance(item, list)]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "People decide." in text
    assert "Trust" in text
    assert headings == [f"{edition}: outcome report"]


def test_the_report_by_theme_is_a_document_with_real_headings(edition, session, secretariat):
    document = Document(io.BytesIO(made(edition, "report-docx", secretariat)))

    styles = [(p.style.name, p.text) for p in document.paragraphs]
    table = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ("Heading 1", "Trust") in styles
    assert ("Heading 2", session.full_name) in styles
    assert ("List Number", "People decide.") in styles
    assert table == [
        ["People", "Room", "Online"], ["Joined the survey", "6", "6"], ["As reported", "40", "25"],
    ]  # fmt: skip


def test_old_files_are_cleared_away(edition, session, secretariat):
    made(edition, "open-data", secretariat)
    kept = asked(edition, "papers", secretariat)
    old = Export.objects.get(kind="open-data")
    Export.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))

    periodic.run()

    assert list(Export.objects.all()) == [kept]
    assert not old.path.exists()


def test_every_step_is_told(edition, session, secretariat):
    export, told = asked(edition, "open-data", secretariat), []

    packages.build(export, lambda done, total: told.append((done, total)))

    assert told == [(0, 2), (1, 2)]


def test_the_outcome_report_is_three_clicks_away(edition, secretariat, as_user):
    client = as_user(secretariat)

    home = client.get("/my/").content.decode()
    dashboard = client.get("/secretariat/").content.decode()
    exports = client.get(EXPORTS).content.decode()

    assert 'href="/secretariat/"' in home
    assert f'href="{EXPORTS}"' in dashboard
    assert f'href="{EXPORTS}{edition.year}/outcome-report.xlsx"' in exports
