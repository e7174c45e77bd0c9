"""What is printed for the Village: an A3 name sheet per booth, and the QR codes of the booth pages."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from booths.models import Booth
from forum import pdf, qr
from forum.models import Edition

STYLE = "village-print.css"
LONG, LONGEST, LONG_TOPIC = 40, 80, 150


def onsite_booths(edition: Edition) -> list[Booth]:
    """Accepted onsite booths, in the order of their numbers."""
    accepted = Booth.objects.filter(
        edition=edition, status=Booth.Status.ACCEPTED, is_onsite=True
    ).select_related("edition", "organization", "stand", "host__stand")
    return list(accepted.order_by("number"))


def name_sheets(edition: Edition) -> bytes:
    """One A3 page per booth: number, organization, topic, place; long words are set smaller."""
    booths = [(booth, _size(booth)) for booth in onsite_booths(edition)]
    return _draw("booths/name_sheets.html", edition, {"booths": booths})


def _size(booth: Booth) -> str:
    """The classes that make the widest letters of such a name and topic fit on the page."""
    name = len(str(booth.organization or booth.title))
    sizes = {"longest": name > LONGEST, "long": name > LONG, "wordy": len(booth.title) > LONG_TOPIC}
    return " ".join(size for size, fits in sizes.items() if fits)


def qr_sheet(edition: Edition) -> bytes:
    """The QR code of every booth page, to be cut out."""
    codes = [(booth, *qr.path(_address(booth))) for booth in onsite_booths(edition)]
    return _draw("booths/qr_sheet.html", edition, {"codes": codes})


def _address(booth: Booth) -> str:
    return f"{settings.SITE_URL}/{booth.edition.year}/village/{booth.number}/"


def _draw(template: str, edition: Edition, context: dict) -> bytes:
    html = render_to_string(template, {"edition": edition, **context})
    identifier = f"{template}-{edition.year}".encode()
    return pdf.draw(html, style=STYLE, moment=timezone.now(), identifier=identifier)
