"""Where an edition stands on its way from proposals to outcomes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import Edition
from submissions.models import Call


@dataclass(frozen=True)
class Stage:
    """`state` is "done", "current" or "" for what comes later."""

    key: str
    title: str
    text: str
    state: str


KEYS = ("proposals", "review", "programme", "forum", "outcomes")


def stages(
    edition: Edition, calls: Iterable[Call], has_programme: bool, today: date
) -> list[Stage]:
    """The five stages in order, exactly one of them current."""
    now = current_stage(edition, calls, has_programme, today)
    place = KEYS.index(now)
    words = _words()
    return [
        Stage(key, *words[key], "done" if i < place else "current" if i == place else "")
        for i, key in enumerate(KEYS)
    ]


def current_stage(edition: Edition, calls: Iterable[Call], has_programme: bool, today: date) -> str:
    """Proposals until all calls are closed; then review until sessions are released; then by the date."""
    if today > edition.ends_on:
        return "outcomes"
    if today >= edition.starts_on:
        return "forum"
    calls = list(calls)
    if not calls or any(_still_to_close(call) for call in calls):
        return "proposals"
    return "programme" if has_programme else "review"


def _still_to_close(call: Call) -> bool:
    return call.closes_at is None or timezone.now() < call.closes_at


def _words() -> dict[str, tuple[str, str]]:
    return {
        "proposals": (_("Proposals"), _("Calls for sessions and booths")),
        "review": (_("Review"), _("Proposals are read and decided")),
        "programme": (_("Programme"), _("Rooms and times are given")),
        "forum": (_("Forum"), _("Sessions and their surveys")),
        "outcomes": (_("Outcomes"), _("Impulse papers and reports")),
    }
