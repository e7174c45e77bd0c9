"""A paper as files. Whoever reads the paper gets them; unchanged ones are not sent again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

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
from outcomes.views.versions import find_version

SCHEMA = Path(__file__).resolve().parent.parent / "paper-schema.json"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Form(NamedTuple):
    """A file a paper is written as; `inline` where browsers show it."""

    type: str
    render: Callable[[PaperVersion], bytes]
    inline: bool = False


def _json(version: PaperVersion) -> bytes:
    return json.dumps(as_json(version), ensure_ascii=False, indent=1).encode()


FORMS = {
    "pdf": Form("application/pdf", pdf.read, inline=True),
    "docx": Form(WORD, word.render),
    "md": Form("text/markdown; charset=utf-8", lambda version: markdown.render(version).encode()),
    "json": Form("application/json", _json, inline=True),
}


@require_safe
def paper_pdf(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    return _form(request, _newest(request, year, code), "pdf")


@require_safe
def paper_docx(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    return _form(request, _newest(request, year, code), "docx")


@require_safe
def paper_markdown(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    return _form(request, _newest(request, year, code), "md")


@require_safe
def paper_json(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    return _form(request, _newest(request, year, code), "json")


@require_safe
def version_file(
    request: HttpRequest, year: int, code: str, label: str, kind: str
) -> HttpResponseBase:
    """Public: one version of a paper as a file, also after it was replaced."""
    found = find_paper(request, year, code)
    if kind not in FORMS or not found.is_public:
        raise Http404
    return _form(request, find_version(found, label), kind, f"-{label}")


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


def _newest(request: HttpRequest, year: int, code: str) -> PaperVersion:
    version = review.shown(find_paper(request, year, code))
    if version is None:
        raise Http404(_("The paper is not compiled yet."))
    return version


def _form(
    request: HttpRequest, version: PaperVersion, kind: str, ending: str = ""
) -> HttpResponseBase:
    """The version in one of its forms."""
    form = FORMS[kind]
    try:
        body = form.render(version)
    except RendererMissing:
        sentence = _("PDF files cannot be made here: the system library Pango is missing.")
        return render(request, "components/pdf_missing.html", {"message": sentence}, status=503)
    name = f"{_name(version.paper)}{ending}.{kind}"
    return _file(request, body, form.type, name, inline=form.inline)


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
