"""The PDF of a paper version: the page's own structure, rendered without network, always the same bytes."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from outcomes.models import PaperVersion
from outcomes.reading import paper_context

STATIC = Path(settings.BASE_DIR) / "static"
STYLE = STATIC / "css" / "paper-print.css"
VARIANT = "pdf/ua-1"


class RendererMissing(Exception):
    """The system part that draws PDF files is not installed."""


def store(version: PaperVersion) -> Path:
    """The file with the PDF of a public version, rendered when it is missing; replaced as a whole."""
    path = _path(version)
    if path.exists():
        return path
    body = render(version)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)
    return path


def read(version: PaperVersion) -> bytes:
    """The PDF: from the data folder once the paper is public, drawn afresh before."""
    return store(version).read_bytes() if version.paper.is_public else render(version)


def render(version: PaperVersion) -> bytes:
    """Draw the PDF. Raises RendererMissing with a sentence for the reader."""
    weasyprint = _renderer()
    with translation.override(version.content["language"]):
        html = render_to_string("outcomes/paper_print.html", paper_context(version, for_print=True))
    fonts = weasyprint.text.fonts.FontConfiguration()
    with _fixed_clock(version):
        fetcher = _only_our_files()
        style = weasyprint.CSS(filename=str(STYLE), font_config=fonts, url_fetcher=fetcher)
        document = weasyprint.HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=fetcher)
        return document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant=VARIANT,
            pdf_identifier=version.uuid.hex.encode(),
        )


def _path(version: PaperVersion) -> Path:
    return Path(settings.DATA_DIR) / "papers" / f"{version.uuid}.pdf"


def _renderer() -> Any:
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as error:
        raise RendererMissing(
            "PDF files need the system library Pango, which is not installed here."
        ) from error
    return weasyprint


def _only_our_files() -> Any:
    from weasyprint.urls import URLFetcher

    class OurFiles(URLFetcher):
        """Opens data: URLs and files below our static folder, nothing else."""

        def fetch(self, url: str, headers: dict | None = None) -> Any:
            parts = urlsplit(url)
            ours = parts.scheme == "file" and _is_static(Path(unquote(parts.path)))
            if parts.scheme != "data" and not ours:
                raise ValueError(f"not opened: {url}")
            return super().fetch(url, headers)

    return OurFiles(allowed_protocols=("data", "file"), allow_redirects=False)


def _is_static(path: Path) -> bool:
    return path.resolve().is_relative_to(STATIC.resolve())


@contextmanager
def _fixed_clock(version: PaperVersion) -> Iterator[None]:
    """Fonts are stamped with the version's time instead of now, so that bytes repeat."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = str(int(version.created_at.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
