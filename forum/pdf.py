"""HTML drawn as PDF: without network, with our own fonts, the same bytes for the same page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VARIANT = "pdf/ua-1"


class RendererMissing(Exception):
    """The system part that draws PDF files is not installed."""


def draw(html: str, *, style: str, moment: datetime, identifier: bytes) -> bytes:
    """Draw a page with a style sheet of static/css. Raises RendererMissing with a sentence for the reader.

    Fonts are stamped with the moment, the file carries the identifier; so bytes repeat.
    """
    weasyprint = _renderer()
    fonts = weasyprint.text.fonts.FontConfiguration()
    with _fixed_clock(moment):
        fetcher = _only_our_files()
        sheet = weasyprint.CSS(
            filename=str(STATIC / "css" / style), font_config=fonts, url_fetcher=fetcher
        )
        document = weasyprint.HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=fetcher)
        return document.write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
        )


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
def _fixed_clock(moment: datetime) -> Iterator[None]:
    """Fonts are stamped with this moment instead of now, so that bytes repeat."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
