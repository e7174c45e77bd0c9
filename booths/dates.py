"""The dates of a booth that its exhibitor may know, for its timeline."""

from django.utils.translation import gettext as _

from booths.models import Booth
from submissions.timeline import Event


def events(booth: Booth) -> list[Event]:
    """Its wait for a place, an offer of one, and the Village itself once it is part of it."""
    found = []
    if booth.waiting_since:
        found.append(Event(_("Put on the waiting list"), at=booth.waiting_since))
    offer = booth.offers.open().first()
    if offer:
        found.append(Event(_("A place was offered"), at=offer.offered_at))
        found.append(Event(_("Last moment to answer the offer"), at=offer.expires_at))
    if booth.is_public:
        place = _("The Village opens, place %(place)s") % {"place": booth.place}
        label = place if booth.place else _("The Village opens")
        found.append(Event(label, day=booth.edition.starts_on))
    return found
