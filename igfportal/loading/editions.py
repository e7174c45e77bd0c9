from datetime import UTC, datetime, time, timedelta

from forum.models import Edition, Theme
from igfportal.sample.editions import CALLS, EDITIONS, MILESTONES, ROOMS
from igfportal.sample.session_types import session_types
from submissions.actions.rules import ensure_rules
from submissions.models import Call, Milestone, Rule
from submissions.rule_catalogue import CATALOGUE
from workshops.models import Room, SessionType

BLOCKING_IN_THE_SAMPLE = {"agenda_fits", "no_mag_members"}


def load() -> None:
    """Editions with themes, topics, session types, rooms and calls; the current one has rules."""
    for facts in EDITIONS:
        edition = _edition(facts)
        _themes(edition, facts["themes"])
        _types(edition)
        for position, room in enumerate(ROOMS.get(edition.year, []), start=1):
            defaults = {"capacity": room["capacity"], "position": position}
            Room.objects.get_or_create(edition=edition, name=room["name"], defaults=defaults)
    for call in CALLS:
        _call(call)
    _milestones()
    _rules()


def _edition(facts: dict) -> Edition:
    edition, _ = Edition.objects.get_or_create(
        year=facts["year"],
        defaults={
            "number": facts["number"],
            "title": facts["title"],
            "host_city": facts["host_city"],
            "host_country": facts["host_country"],
            "is_online": facts["is_online"],
            "timezone": facts["timezone"],
            "starts_on": facts["starts_on"],
            "ends_on": facts["ends_on"],
            "theme_label": facts["theme_label"],
            "limits": facts["limits"],
            "is_current": facts["is_current"] and not Edition.objects.current(),
            "is_sample": facts["is_sample"],
        },
    )
    return edition


def _themes(edition: Edition, themes: list[dict]) -> None:
    for position, facts in enumerate(themes, start=1):
        defaults = {"position": position}
        theme, _ = Theme.objects.get_or_create(
            edition=edition, title=facts["title"], defaults=defaults
        )
        for place, title in enumerate(facts["topics"], start=1):
            theme.topics.get_or_create(title=title, defaults={"position": place})


def _types(edition: Edition) -> None:
    """The types of the edition; one from before types said who may ask gets what it lacks."""
    for position, facts in enumerate(session_types(edition.year), start=1):
        SessionType.objects.get_or_create(
            edition=edition, code=facts["code"], defaults={**facts, "position": position}
        )
        new = {name: facts[name] for name in ("eligibility", "source", "needs", "is_scored")}
        edition.session_types.filter(code=facts["code"], eligibility="").update(**new)


def _call(facts: dict) -> None:
    """A call that opened a year before the edition and, in the sample, never closes."""
    edition = Edition.objects.get(year=facts["year"])
    opened = datetime.combine(edition.starts_on, time(0), UTC) - timedelta(days=400)
    Call.objects.get_or_create(
        edition=edition,
        kind=facts["kind"],
        defaults={
            "opens_at": opened,
            "closes_at": facts["closes_at"],
            "note": facts["note"],
        },
    )


def _milestones() -> None:
    """The dates of the sample's calls, for a call that has none."""
    calls = Call.objects.filter(edition__is_sample=True, edition__is_current=True)
    for call in calls.filter(milestones=None):
        Milestone.objects.bulk_create(
            Milestone(call=call, **{name: facts[name] for name in ("label", "day", "time")})
            for facts in MILESTONES
            if facts["kind"] == call.kind
        )


def _rules() -> None:
    """The rules of the sample warn, so that a short trial proposal goes through; two of them block."""
    edition = Edition.objects.filter(is_sample=True, is_current=True).first()
    if edition:
        codes = {entry.code for entries in CATALOGUE.values() for entry in entries}
        levels = dict.fromkeys(codes - BLOCKING_IN_THE_SAMPLE, Rule.Level.WARN)
        ensure_rules(edition, levels=levels)
