"""A paper as files. Whoever reads the paper gets them; unchanged ones are not sent again."""

import hashlib
import json
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.pdf import RendererMissing
from outcomes import pdf, review
from outcomes.bundle import build_bundle
from outcomes.formats import markdown, word
from outcomes.models import ImpulsePaper, PaperVersion
from outcomes.reading import as_json
from outcomes.views.paper import find_paper

SCHEMA = Path(__file__).resolve().parent.parent / "paper-schema.json"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def paper_pdf(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    found = find_paper(request, year, code)
    try:
        body = pdf.read(_version(found))
    except RendererMissing:
        sentence = _("PDF files cannot be made here: the system library Pango is missing.")
        return render(request, "components/pdf_missing.html", {"message": sentence}, status=503)
    return _file(request, body, "application/pdf", f"{_name(found)}.pdf", inline=True)


@require_safe
def paper_docx(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    found = find_paper(request, year, code)
    return _file(request, word.render(_version(found)), WORD, f"{_name(found)}.docx")


@require_safe
def paper_markdown(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    found = find_paper(request, year, code)
    body = markdown.render(_version(found)).encode()
    return _file(request, body, "text/markdown; charset=utf-8", f"{_name(found)}.md")


@require_safe
def paper_json(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    found = find_paper(request, year, code)
    body = json.dumps(as_json(_version(found)), ensure_ascii=False, indent=1).encode()
    return _file(request, body, "application/json", f"{_name(found)}.json", inline=True)


@require_safe
def paper_schema(request: HttpRequest) -> HttpResponseBase:
    """Public: what the fields of a paper's JSON mean."""
    body = SCHEMA.read_bytes()
    return _file(request, body, "application/schema+json", SCHEMA.name, inline=True)


@require_safe
def bundle(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    found = find_paper(request, year, code)
    body = build_bundle(found.workshop)
    if body is None:
        raise Http404(_("This session has no sealed survey."))
    return _file(request, body, "application/zip", f"{_name(found)}-bundle.zip")


def _version(found: ImpulsePaper) -> PaperVersion:
    version = review.shown(found)
    if version is None:
        raise Http404(_("The paper is not compiled yet."))
    return version


def _name(found: ImpulsePaper) -> str:
    return f"igf-{found.workshop.edition.year}-{found.workshop.code}"


def _file(
    request: HttpRequest, body: bytes, kind: str, name: str, *, inline: bool = False
) -> HttpResponseBase:
    """The file, or 304 where the caller has these bytes; who may see it is asked every time."""
    place = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{place}; filename="{name}"'}
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    whole = HttpResponse(body, content_type=kind, headers={**headers, "ETag": tag})
    answer = get_conditional_response(request, etag=tag, response=whole)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
