import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from forum import pdf as drawing
from outcomes import pdf
from outcomes.bundle import build_bundle
from outcomes.compiler import statements
from outcomes.models import ImpulsePaper
from tests import factories
from tests.outcomes.sessions import (
    compiled,
    make_staffed_session,
    published,
    seal_survey,
    take_note,
)


@pytest.fixture
def session(organizer, rapporteur):
    workshop = make_staffed_session(organizer, rapporteur)
    take_note(workshop, rapporteur, "Control & care come <first>.")
    return workshop


@pytest.fixture
def paper(session, organizer, rapporteur, secretariat) -> ImpulsePaper:
    seal_survey(session, organizer, people=24, simulated=True)
    return published(session, rapporteur, secretariat)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_published_paper_is_public_in_each_form(paper, as_user):
    base = paper.get_absolute_url().rstrip("/")

    codes = [
        as_user().get(address).status_code
        for address in (f"{base}/", f"{base}.json", f"{base}.pdf", f"{base}/bundle.zip")
    ]

    assert codes == [200, 200, 200, 200]


def test_a_draft_is_seen_by_its_people_only(session, rapporteur, secretariat, stranger, as_user):
    draft = compiled(session)
    base = draft.get_absolute_url().rstrip("/")

    for address in (f"{base}/", f"{base}.json", f"{base}.pdf", f"{base}/bundle.zip"):
        assert as_user().get(address).status_code == 404
        assert as_user(stranger).get(address).status_code == 404
    assert as_user(rapporteur).get(f"{base}/").status_code == 200
    assert as_user(secretariat).get(f"{base}/").status_code == 200


def test_the_same_numbers_on_page_pdf_json_and_spreadsheet(paper, secretariat, as_user):
    base = paper.get_absolute_url().rstrip("/")
    content = json.loads(as_user().get(f"{base}.json").content)["content"]
    findings = [b["text"] for _s, b in statements(content) if b.get("style") == "finding"]

    page = words(re.sub(r"<[^>]+>", "", as_user().get(f"{base}/").content.decode()))
    document = PdfReader(io.BytesIO(as_user().get(f"{base}.pdf").content))
    printed = words(" ".join(p.extract_text() for p in document.pages))
    year = paper.workshop.edition.year
    report = as_user(secretariat).get(f"/secretariat/exports/{year}/outcome-report.xlsx")
    sheet = load_workbook(io.BytesIO(report.content))["Sessions"]
    cells = words(" ".join(str(cell.value) for row in sheet.iter_rows() for cell in row))

    assert findings
    for sentence in findings:
        assert sentence in page
        assert sentence in printed
        assert sentence in cells
    assert paper.workshop.surveys.get().record.sha256 in cells


def test_every_evidence_mark_leads_to_a_source_on_the_page(paper, as_user):
    page = as_user().get(paper.get_absolute_url()).content.decode()

    marks = set(re.findall(r'class="igf-ev" href="#(e\d+)"', page))
    assert marks
    assert marks <= set(re.findall(r'id="(e\d+)"', page))


def test_simulated_answers_are_marked_everywhere(paper, secretariat, as_user):
    base = paper.get_absolute_url().rstrip("/")
    archive = zipfile.ZipFile(io.BytesIO(build_bundle(paper.workshop)))
    year = paper.workshop.edition.year

    assert "Simulated answers" in as_user().get(f"{base}/").content.decode()
    assert as_user().get(f"{base}.json").json()["simulated"] is True
    assert "SIMULATED" in archive.read("README").decode()
    document = PdfReader(io.BytesIO(as_user().get(f"{base}.pdf").content))
    assert all("Simulated answers" in page.extract_text() for page in document.pages)
    report = as_user(secretariat).get(f"/secretariat/exports/{year}/outcome-report.csv")
    assert "simulated" in report.content.decode()


def test_the_pdf_is_searchable_tagged_and_embeds_its_fonts(paper):
    document = PdfReader(io.BytesIO(pdf.render(paper.version)))
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    ]

    assert paper.workshop.title in document.pages[0].extract_text()
    assert document.metadata.title.endswith(paper.workshop.full_name)
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert all("/FontFile2" in font.get_object() for font in fonts)


def test_the_pdf_is_rendered_once_and_the_same_again(paper):
    path = pdf.store(paper.version)
    before = path.stat().st_mtime_ns

    assert pdf.store(paper.version).stat().st_mtime_ns == before
    assert pdf.render(paper.version) == path.read_bytes()
    assert list(path.parent.glob("*.part")) == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "https://example.org/x", "file:///etc/passwd"]
)
def test_the_renderer_opens_nothing_but_our_files(url):
    with pytest.raises(ValueError, match="not opened"):
        drawing._only_our_files().fetch(url)


def test_the_renderer_does_not_climb_out_of_the_static_folder():
    outside = drawing.STATIC.as_uri() + "/../manage.py"

    with pytest.raises(ValueError, match="not opened"):
        drawing._only_our_files().fetch(outside)


def test_without_pango_the_pdf_says_what_is_missing(paper, as_user, monkeypatch):
    pdf.store(paper.version).unlink()
    monkeypatch.setattr(drawing, "_renderer", missing)

    response = as_user().get(paper.get_absolute_url().rstrip("/") + ".pdf")

    assert response.status_code == 503
    assert "Pango" in response.content.decode()


def missing():
    raise drawing.RendererMissing("Pango")


def test_the_bundle_is_the_record_and_the_same_bytes_again(paper):
    body = build_bundle(paper.workshop)
    archive = zipfile.ZipFile(io.BytesIO(body))
    record = paper.workshop.surveys.get().record

    assert {n: archive.read(n) for n in record.files()} == record.files()
    assert {"README", "verify.py", "figures.json"} <= set(archive.namelist())
    assert build_bundle(paper.workshop) == body


def test_a_session_without_a_survey_has_no_bundle(session, rapporteur, as_user):
    draft = compiled(session)
    client = as_user(rapporteur)

    assert client.get(draft.get_absolute_url().rstrip("/") + "/bundle.zip").status_code == 404
    assert "bundle.zip" not in client.get(draft.get_absolute_url()).content.decode()


def test_the_next_step_is_on_the_page(session, rapporteur, organizer, as_user):
    draft = compiled(session)
    address = draft.get_absolute_url()

    as_user(rapporteur).post(f"{address}approve/", {"revision": draft.version.revision})
    mine, other = as_user(rapporteur).get(address), as_user(organizer).get(address)
    assert "You approved this paper." in mine.content.decode()
    assert f"{address}publish/" in other.content.decode()

    as_user(organizer).post(f"{address}publish/", {"revision": draft.version.revision})
    assert as_user().get(address).status_code == 200


def test_a_refused_step_says_why(session, stranger, rapporteur, as_user):
    factories.make_contributor(session, "speaker", stranger)
    draft = compiled(session)

    response = as_user(stranger).post(
        f"{draft.get_absolute_url()}approve/",
        {"revision": 1},
        headers={"Accept": "application/json"},
    )

    assert response.status_code == 409
    assert "rapporteur" in response.json()["detail"]


@pytest.mark.parametrize("step", ["approve", "publish"])
@pytest.mark.parametrize("revision", ["", "x", "99", "9" * 40])
def test_a_foreign_revision_is_not_found(session, rapporteur, as_user, step, revision):
    draft = compiled(session)

    response = as_user(rapporteur).post(
        f"{draft.get_absolute_url()}{step}/", {"revision": revision}
    )

    assert response.status_code == 404


def test_a_queued_and_a_failed_paper_have_a_page(session, rapporteur, as_user):
    paper = ImpulsePaper.objects.create(workshop=session)
    client = as_user(rapporteur)

    assert "being compiled" in client.get(paper.get_absolute_url()).content.decode()
    paper.move_to("failed", failure="The record is broken.")
    assert "The record is broken." in client.get(paper.get_absolute_url()).content.decode()


def test_the_list_finds_papers_by_title_and_number(paper, as_user):
    workshop = paper.workshop
    base = f"/{workshop.edition.year}/outcomes/"

    for query in ("", "SESSION for", str(workshop.number), f"WS #{workshop.number}"):
        assert workshop.title in as_user().get(base, {"q": query}).content.decode()
    assert "No paper fits" in as_user().get(base, {"q": "nothing like it"}).content.decode()


@pytest.mark.parametrize(
    "address", ["/1999/outcomes/", "/2027/outcomes/ws-9999/", "/2027/outcomes/ws/"]
)
def test_unknown_papers_are_not_found(edition, as_user, address):
    assert as_user().get(address).status_code == 404


def test_what_people_typed_is_escaped(session, rapporteur, as_user):
    draft = compiled(session)

    page = as_user(rapporteur).get(draft.get_absolute_url()).content.decode()

    assert "Control &amp; care come &lt;first&gt;." in page


def test_the_page_has_no_inline_style_or_script(paper, as_user):
    page = as_user().get(paper.get_absolute_url()).content.decode()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script>", page)


def test_the_session_page_tag_shows_state_and_links(paper, rf):
    from django.contrib.auth.models import AnonymousUser
    from django.template import Context, Template

    request = rf.get("/")
    template = Template("{% load session_outcomes %}{% session_outcomes workshop %}")
    html = template.render(
        Context({"workshop": paper.workshop, "user": AnonymousUser(), "request": request})
    )

    assert "Version 0.9, open for comments." in html
    assert f"{paper.get_absolute_url().rstrip('/')}.pdf" in html


def test_the_print_style_is_there():
    assert (drawing.STATIC / "css" / pdf.STYLE).is_file()
