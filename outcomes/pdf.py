"""The PDF of a paper version: the page's own structure, rendered without network, always the same bytes."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from forum import pdf, whole_files
from outcomes.models import PaperVersion
from outcomes.reading import paper_context

STYLE = "paper-print.css"


def store(version: PaperVersion) -> Path:
    """The file with the PDF of a public version, rendered when it is missing; replaced as a whole."""
    path = _path(version)
    if path.exists():
        return path
    whole_files.put(path, render(version))
    return path


def read(version: PaperVersion) -> bytes:
    """The PDF: from the data folder once this version is public, drawn afresh before."""
    return store(version).read_bytes() if version.published_at else render(version)


def render(version: PaperVersion) -> bytes:
    """Draw the PDF. Raises RendererMissing with a sentence for the reader."""
    with translation.override(version.content["language"]):
        html = render_to_string("outcomes/paper_print.html", paper_context(version, for_print=True))
    return pdf.draw(
        html, style=STYLE, moment=version.created_at, identifier=version.uuid.hex.encode()
    )


def _path(version: PaperVersion) -> Path:
    return Path(settings.DATA_DIR) / "papers" / f"{version.uuid}.pdf"
