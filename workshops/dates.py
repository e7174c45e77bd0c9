"""The dates of a session that its organizers may know, for its timeline."""

from django.utils.translation import gettext as _

from submissions.timeline import Event
from workshops.models import Slot, Workshop


def events(workshop: Workshop) -> list[Event]:
    """When and where it takes place, once the decision is released."""
    slot = Slot.objects.filter(workshop=workshop).select_related("room").first()
    if slot is None or not workshop.is_public:
        return []
    return [Event(_("The session takes place: %(room)s") % {"room": slot.room}, at=slot.starts_at)]
