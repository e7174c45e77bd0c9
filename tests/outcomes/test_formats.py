"""Every form of a paper says the same, read back by the libraries that read such files."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from forum import pdf as drawing
from outcomes import pdf
from outcomes.formats import markdown, word
from outcomes.reading import as_json
from tests.outcomes.papers import content_of, version_with
from tests.outcomes.sameness import cells_of, document_tables, figures_of, markdown_tables

SCHEMA = json.loads(Path("outcomes/paper-schema.json").read_text())
HOSTILE = (
    '=HYPERLINK("http://evil.example/x") <script>alert(1)</script> '
    '<img src="file:///etc/passwd"> ![x](http://127.0.0.1:9/y) [z](javascript:alert(1)) | ` ~~'
)
PUBLIC_FORMS = ("/", ".pdf", ".docx", ".md", ".json", "/bundle.zip")


@pytest.fixture
def version(db):
    return version_with(content_of(60))


@pytest.fixture
def arabic(db):
    return version_with(content_of(60, "ar"))


def opened(version) -> docx.document.Document:
    return docx.Document(io.BytesIO(word.render(version)))


def styled(document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == style]


def links_of(document) -> dict[str, str]:
    """Words of every link that leaves the document -> its address."""
    found = document.element.iter(qn("w:hyperlink"))
    outside = [link for link in found if link.get(qn("r:id"))]
    return {
        "".join(t.text for t in link.iter(qn("w:t"))): document.part.rels[
            link.get(qn("r:id"))
        ].target_ref
        for link in outside
    }


def test_every_figure_is_a_table_that_can_be_edited(version):
    assert document_tables(opened(version)) == figures_of(version.content)


def test_markdown_holds_the_same_tables(version):
    assert markdown_tables(markdown.render(version)) == figures_of(version.content)


def test_the_document_has_real_styles_and_repeated_headers(version):
    document = opened(version)
    content = version.content

    assert styled(document, "Title") == [content["title"]]
    assert "In brief" in styled(document, "Heading 1")
    assert {"Asked", "Said", "Voted", "Changed"} <= set(styled(document, "Heading 2"))
    assert len(styled(document, "List Number")) == 2
    assert styled(document, "List Bullet")[0].startswith("Online: Control comes first")
    assert len(styled(document, "Caption")) == len(figures_of(content))
    for table in document.tables:
        described = table._tbl.tblPr.find(qn("w:tblDescription")) is not None
        repeated = table._tbl.find(f".//{qn('w:tblHeader')}") is not None
        assert described == repeated


def test_the_document_tells_its_title_language_page_and_record(version):
    document = opened(version)
    facts, section = document.core_properties, document.sections[0]
    footer = section.footer._element

    assert facts.title == f"Impulse paper: {version.content['session']}"
    assert (facts.language, facts.identifier) == ("en", str(version.uuid))
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert version.content["record"]["sha256"] in "".join(footer.itertext())
    assert [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_links_of_the_document_lead_to_the_evidence(version):
    document = opened(version)
    inside = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))]
    places = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}

    assert {f"e{source['number']}" for source in version.content["evidence"]} <= places
    assert {name for name in inside if name} <= places
    assert links_of(document)["Results bundle"] == version.content["record"]["bundle"]
    assert version.paper.get_absolute_url() in " ".join(links_of(document).values())


def test_the_document_has_a_qr_code_with_words(version):
    pictures = opened(version).inline_shapes

    assert len(pictures) == 1
    assert pictures[0]._inline.docPr.get("descr").endswith(version.paper.get_absolute_url())


def test_what_changed_in_a_wording_is_marked(version):
    runs = [run for p in opened(version).paragraphs for run in p.runs]

    assert [run.text for run in runs if run.font.strike] == ["the"]
    assert [run.text for run in runs if run.font.underline] == ["every", " at all times"]


def test_arabic_runs_from_right_to_left(arabic):
    document = opened(arabic)
    title = next(p for p in document.paragraphs if p.style.name == "Title")
    finding = next(p for p in document.paragraphs if p.style.name == "List Number")

    assert title._p.pPr.find(qn("w:bidi")) is not None
    assert all(run.font.rtl for run in title.runs)
    assert [run.font.rtl for run in finding.runs if "people who answered" in run.text] == [None]


def test_a_paper_in_arabic_is_laid_out_from_right_to_left(db):
    document = opened(version_with({**content_of(30, "ar"), "language": "ar"}))

    assert all(t._tbl.tblPr.find(qn("w:bidiVisual")) is not None for t in document.tables)
    assert document.core_properties.language == "ar"
    assert "كيف أُعدت هذه الورقة" in styled(document, "Heading 1")


def test_the_same_version_gives_the_same_bytes(version):
    assert word.render(version) == word.render(version)
    assert markdown.render(version) == markdown.render(version)


@pytest.mark.parametrize(("people", "language"), [(0, "en"), (8, "en"), (60, "ar"), (180, "en")])
def test_the_json_is_what_its_schema_says(db, people, language):
    written = json.loads(json.dumps(as_json(version_with(content_of(people, language)))))

    assert [e.message for e in Draft202012Validator(SCHEMA).iter_errors(written)] == []
    assert undocumented(written, SCHEMA) == set()


def test_the_schema_is_one_and_refuses_what_is_wrong(version):
    Draft202012Validator.check_schema(SCHEMA)
    written = as_json(version)
    block = next(b for b in blocks(written) if b["kind"] == "figure")

    for broken in ({"evidence": []}, {"figures": None}, {"id": "x y"}, {"kind": "guess"}):
        kept = {**block}
        block.update(broken)
        assert list(Draft202012Validator(SCHEMA).iter_errors(written))
        block.clear()
        block.update(kept)


def blocks(written: dict) -> list[dict]:
    sections = written["content"]["sections"]
    return [b for section in sections for part in section["parts"] for b in part["blocks"]]


def undocumented(value, schema: dict, path: str = "") -> set[str]:
    """Fields that the schema has no words for."""
    schema = resolved(schema)
    if isinstance(value, list):
        return set().union(*(undocumented(v, schema["items"], path) for v in value), set())
    if not isinstance(value, dict) or "properties" not in schema:
        return set()
    known = schema["properties"]
    if value.get("type") == "chart":
        known = {**known, **SCHEMA["$defs"]["chart"]["properties"]}
    missing = {f"{path}.{name}" for name in value if name not in known}
    inner = (undocumented(value[n], known[n], f"{path}.{n}") for n in value if n in known)
    return missing.union(*inner) if value else missing


def resolved(schema: dict) -> dict:
    for option in schema.get("oneOf", [schema]):
        if "$ref" in option:
            return SCHEMA["$defs"][option["$ref"].rpartition("/")[2]]
    return {"items": {}, **schema}


def test_what_people_wrote_is_nothing_but_text(db):
    content = content_of(30)
    hostile = next(b for b in blocks({"content": content}) if b["type"] == "said")
    hostile["text"] = content["title"] = HOSTILE
    figure = next(b for b in blocks({"content": content}) if b["type"] == "chart")
    figure["table"]["rows"][0][0] = HOSTILE
    version = version_with(content, title="Hostile")

    text = markdown.render(version)
    document = opened(version)
    body = zipfile.ZipFile(io.BytesIO(word.render(version))).read("word/document.xml").decode()

    assert not re.search(r"(?<!\\)<(script|img)|(?<!\\)\]\(\s*(http|java)|(?<!\\)`", text)
    assert all(not line.startswith("=") for line in text.splitlines())
    assert markdown_tables(text)[0].rows[0][0] == " ".join(HOSTILE.split())
    assert styled(document, "Title") == [HOSTILE]
    assert "evil.example" not in " ".join(links_of(document).values())
    assert "w:instrText" not in body
    assert set(re.findall(r'w:fldSimple w:instr="(\w+)"', body)) <= {"PAGE", "NUMPAGES"}


def test_the_printed_paper_is_tagged_and_says_what_it_is(db):
    content = content_of(60)
    content["sections"] = [s for s in content["sections"] if s["id"] in ("brief", "q-a", "texts")]
    version = version_with(content)
    document = PdfReader(io.BytesIO(pdf.render(version)))
    root = document.trailer["/Root"]
    printed = [page.extract_text() for page in document.pages]
    everything = "".join("".join(printed).split())

    assert root["/StructTreeRoot"]["/K"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en", True)
    assert document.metadata.title == f"Impulse paper: {version.content['session']}"
    assert {"In brief", "Sources", "Check the results"} <= set(titles(document.outline))
    for page, text in zip(document.pages, printed, strict=True):
        assert [round(float(x)) for x in page.mediabox[2:]] == [595, 842]
        assert version.content["record"]["sha256"] in text
    assert "".join(as_json(version)["citation"].split()) in everything
    for figure in figures_of(version.content):
        assert cells_of(figure) in everything
    tags = set(tags_of(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/L", "/LI", "/Link"} <= tags
    assert all(font_file(page) for page in document.pages)


def titles(outline) -> list[str]:
    flat = (titles(entry) if isinstance(entry, list) else [entry.title] for entry in outline)
    return [title for entry in flat for title in entry]


def tags_of(node) -> list[str]:
    node = node.get_object()
    if isinstance(node, list):
        return [tag for child in node for tag in tags_of(child)]
    if not isinstance(node, dict):
        return []
    return [node.get("/S", ""), *(tags_of(node["/K"]) if "/K" in node else [])]


def font_file(page) -> bool:
    fonts = [
        font.get_object()["/DescendantFonts"][0] for font in page["/Resources"]["/Font"].values()
    ]
    return all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in fonts)


def test_a_hostile_paper_makes_the_renderer_open_nothing(db, monkeypatch):
    content = content_of(8)
    content["sections"] = content["sections"][:2]
    content["title"] = content["lead"] = content["session"] = HOSTILE
    asked = []
    monkeypatch.setattr("socket.socket.connect", lambda _s, to: asked.append(to))
    fetched = watched(monkeypatch)

    body = pdf.render(version_with(content, title="Hostile"))

    words = PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert "<script>alert(1)</script>" in " ".join(words.split())
    assert asked == []
    assert {Path(url).suffix for url in fetched} <= {".ttf", ".css"}
    assert all(url.startswith(drawing.STATIC.as_uri()) for url in fetched)


def watched(monkeypatch) -> list[str]:
    """Every address the renderer asks for; all of them still go through our fetcher."""
    asked: list[str] = []
    make = drawing._only_our_files

    def watching():
        fetcher = make()
        kind = type(fetcher)
        real = kind.fetch
        kind.fetch = lambda self, url, headers=None: asked.append(url) or real(self, url, headers)
        return fetcher

    monkeypatch.setattr(drawing, "_only_our_files", watching)
    return asked


def test_files_are_public_with_the_paper_and_are_not_sent_twice(version, as_user):
    base = version.paper.get_absolute_url().rstrip("/")

    for form in (".docx", ".md", ".json"):
        answer = as_user().get(f"{base}{form}")
        again = as_user().get(f"{base}{form}", headers={"If-None-Match": answer["ETag"]})
        assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert "private" in answer["Cache-Control"]
        assert (answer.status_code, again.status_code, again.content) == (200, 304, b"")
        assert re.search(r'filename="igf-\d{4}-ws-\d+\.\w+"$', answer["Content-Disposition"])


def test_a_draft_in_any_form_is_for_its_people(version, as_user, stranger, secretariat):
    type(version.paper).objects.update(status="draft")
    base = version.paper.get_absolute_url().rstrip("/")

    for form in (".docx", ".md", ".json"):
        codes = [as_user(user).get(f"{base}{form}").status_code for user in (stranger, secretariat)]
        assert (as_user().get(f"{base}{form}").status_code, *codes) == (404, 404, 200)


def test_the_page_links_every_form_and_json_its_schema(version, as_user):
    page = as_user().get(version.paper.get_absolute_url()).content.decode()
    base = version.paper.get_absolute_url().rstrip("/")
    schema = as_user().get("/outcomes/paper-schema.json")

    assert all(f'href="{base}{form}"' in page for form in PUBLIC_FORMS[1:])
    assert as_json(version)["$schema"].endswith("/outcomes/paper-schema.json")
    assert schema.json() == SCHEMA
