"""Sessions as iCalendar: one event each, with the time zone of the venue inside the file."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import Truncator
from icalendar import Calendar, Event

from forum.models import Edition
from workshops.models import Slot

PRODUCT = "-//IGF Portal//Programme//EN"


def feed(edition: Edition, name: str, slots: Iterable[Slot]) -> bytes:
    """A calendar file of the slots; a moved session keeps its UID and has a higher SEQUENCE."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", edition.timezone)
    for slot in slots:
        calendar.add_component(_event(slot, edition.zone))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(slot: Slot, zone: ZoneInfo) -> Event:
    workshop = slot.workshop
    event = Event()
    event.add("uid", str(workshop.uuid))
    event.add("dtstamp", workshop.updated_at)
    event.add("last-modified", workshop.updated_at)
    event.add("sequence", slot.sequence)
    event.add("dtstart", slot.starts_at.astimezone(zone))
    event.add("dtend", slot.ends_at.astimezone(zone))
    event.add("summary", workshop.full_name)
    event.add("location", slot.room.name)
    event.add("description", Truncator(workshop.description).chars(300))
    event.add("url", f"{settings.SITE_URL}{workshop.get_absolute_url()}")
    if workshop.theme:
        event.add("categories", [workshop.theme.title])
    return event
