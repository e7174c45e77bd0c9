"""Dates and times as the portal writes them: venue first, UTC second, `11 October 2023`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum.models import Edition

register = template.Library()


def _day(value: date, *, weekday: bool = False, year: bool = True) -> str:
    formats = {
        (False, True): pgettext("date format", "j F Y"),
        (False, False): pgettext("date format", "j F"),
        (True, True): pgettext("date format", "D j F Y"),
        (True, False): pgettext("date format", "D j F"),
    }
    return dateformat.format(value, formats[weekday, year])


def _zone(edition: Edition | None) -> ZoneInfo:
    return edition.zone if edition else ZoneInfo("UTC")


def _place(edition: Edition) -> str:
    return edition.host_city or edition.timezone.rpartition("/")[2].replace("_", " ")


def _clock(moment: datetime, zone: ZoneInfo, *, reader: bool) -> SafeString:
    machine = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    shown = moment.astimezone(zone).strftime("%H:%M")
    if not reader:
        return format_html('<time datetime="{}">{}</time>', machine, shown)
    return format_html(
        '<time datetime="{}" data-reader data-zone="{}">{}</time>', machine, zone.key, shown
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%H:%M")


@register.simple_tag
def day(value: date | datetime, edition: Edition | None = None, *, weekday: bool = False) -> str:
    """`11 October 2023`; a moment is read on the clock of the edition's venue."""
    if isinstance(value, datetime):
        value = value.astimezone(_zone(edition))
    return _day(value, weekday=weekday)


@register.simple_tag
def day_span(first: date, last: date) -> str:
    """`8 to 12 October 2023`, as short as it can be said without doubt."""
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        start = dateformat.format(first, pgettext("date format, first day of a span", "j"))
    else:
        start = _day(first, year=first.year != last.year)
    return _("%(start)s to %(end)s") % {"start": start, "end": _day(last)}


@register.simple_tag
def venue_time(
    moment: datetime, edition: Edition | None = None, *, reader: bool = True
) -> SafeString:
    """`15:55 in Kyoto, 06:55 UTC`; where the venue's clock is UTC only `06:55 UTC`.

    A script adds the reader's own time unless `reader` is false.
    """
    time = _clock(moment, _zone(edition), reader=reader)
    if not edition or edition.timezone == "UTC":
        return format_html("<span data-when>{} UTC</span>", time)
    text = format_html(
        _("{time} in {place}, {utc} UTC"), time=time, place=_place(edition), utc=_utc(moment)
    )
    return format_html("<span data-when>{}</span>", text)


@register.simple_tag
def venue_second(moment: datetime, edition: Edition | None = None) -> str:
    """`15:58:30 in Kyoto`, for what is a matter of seconds; elsewhere `15:58:30 UTC`."""
    time = moment.astimezone(_zone(edition)).strftime("%H:%M:%S")
    if not edition or edition.timezone == "UTC":
        return f"{time} UTC"
    return _("%(time)s in %(place)s") % {"time": time, "place": _place(edition)}


@register.simple_tag
def venue_place(edition: Edition | None = None) -> str:
    """`In Kyoto`, the words beside a clock of the venue; elsewhere `UTC`."""
    if not edition or edition.timezone == "UTC":
        return "UTC"
    return _("In %(place)s") % {"place": _place(edition)}


@register.simple_tag
def venue_span(start: datetime, end: datetime, edition: Edition | None = None) -> SafeString:
    """`15:15 to 16:45 in Kyoto`, then `06:15 to 07:45 UTC` in a quieter voice."""
    zone = _zone(edition)
    times = {"start": _clock(start, zone, reader=True), "end": _clock(end, zone, reader=True)}
    if not edition or edition.timezone == "UTC":
        return format_html(
            "<span data-when>{}</span>", format_html(_("{start} to {end} UTC"), **times)
        )
    venue = format_html(_("{start} to {end} in {place}"), place=_place(edition), **times)
    utc = format_html(_("{start} to {end} UTC"), start=_utc(start), end=_utc(end))
    return format_html(
        '<span data-when>{}<span class="visually-hidden">, </span>'
        ' <span class="igf-muted igf-nowrap">{}</span></span>',
        venue,
        utc,
    )


@register.simple_tag
def venue_moment(moment: datetime, edition: Edition | None = None) -> SafeString:
    """`11 October 2023, 15:55 in Kyoto, 06:55 UTC`: a day and a time, with the reader's own beside."""
    local = _day(moment.astimezone(_zone(edition)))
    return format_html("<span>{}, {}</span>", local, venue_time(moment, edition))


@register.simple_tag
def utc_moment(moment: datetime) -> SafeString:
    """`14 November 2023, 12:00 UTC`, for deadlines, which are the same for everybody."""
    utc = moment.astimezone(UTC)
    text = format_html(
        _("{day}, {time} UTC"), day=_day(utc), time=_clock(utc, ZoneInfo("UTC"), reader=True)
    )
    return format_html("<span data-when>{}</span>", text)


@register.simple_tag
def deadline(moment: datetime, edition: Edition | None = None) -> SafeString:
    """`14 November 2023, 12:00 UTC (21:00 in Kyoto)`; the day again where it is another there."""
    zone = _zone(edition)
    if not edition or edition.timezone == "UTC":
        return utc_moment(moment)
    utc, local = moment.astimezone(UTC), moment.astimezone(zone)
    text = _("{day}, {time} UTC ({local} in {place})")
    clock = local.strftime("%H:%M")
    if local.date() != utc.date():
        clock = _("%(day)s, %(time)s") % {"day": _day(local, year=False), "time": clock}
    return format_html(
        "<span data-when>{}</span>",
        format_html(
            text,
            day=_day(utc),
            time=_clock(utc, ZoneInfo("UTC"), reader=True),
            local=clock,
            place=_place(edition),
        ),
    )


@register.simple_tag
def venue_clock(moment: datetime, edition: Edition | None = None) -> SafeString:
    """`Thu 11 March, 15:55 in Kyoto, 06:55 UTC`: the clock in the bar of every page."""
    local = moment.astimezone(_zone(edition))
    same_year = not edition or local.year == edition.year
    time = venue_time(moment, edition, reader=False)
    return format_html("{}, {}", _day(local, weekday=True, year=not same_year), time)
