"""What moderators see besides the answers: who spoke, what people ask, who did the last step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from forum.models import AuditEntry, User
from forum.references import reference
from forum.vocabulary import Door
from surveys import panel
from surveys.dataset import ABSTAIN
from surveys.models import Ballot, HiddenText, Idea, Question, Survey, Turn
from workshops.models import AgendaItem

QUEUE = 30
VERBS = {
    "opened": _("opened survey %(number)s"),
    "closed": _("closed survey %(number)s"),
    "showed the results of": _("showed the results of survey %(number)s"),
    "voided": _("voided survey %(number)s"),
    "announced the closing of": _("announced the closing of survey %(number)s"),
    "ended": _("ended the session"),
    "took back the end of": _("took back the end"),
    "sealed": _("sealed the answers"),
}


@dataclass(frozen=True)
class LastStep:
    """The step taken last, by whichever moderator on whichever device; `who` None = the clock."""

    said: str
    who: User | None
    at: datetime


@dataclass(frozen=True)
class Spoken:
    """Contributions counted, by door; `last` is the tap that can be taken back."""

    people: panel.People
    last: Turn | None

    @property
    def next_door(self) -> str:
        """The door that has spoken less; empty while both are even."""
        if self.people.room == self.people.online:
            return ""
        return Door.ROOM if self.people.room < self.people.online else Door.ONLINE

    @property
    def shares(self) -> dict[str, int]:
        total = self.people.total or 1
        return {door: round(100 * n / total) for door, n in self.people.as_dict().items()}


@dataclass(frozen=True)
class Queue:
    """Ideas for the moderators. `waiting` and `hidden` are cut to a screenful, oldest first."""

    waiting: list[Idea]
    waiting_number: int
    to_speak: list[Idea]
    done: list[Idea]
    hidden: list[Idea]

    @property
    def unseen(self) -> int:
        return self.waiting_number - len(self.waiting)


@dataclass(frozen=True)
class OpenAnswer:
    """One open answer of a closed survey; `hidden` says why nobody else sees it."""

    asking: str
    receipt: str
    text: str
    hidden: HiddenText | None


def last_step(survey: Survey) -> LastStep | None:
    """Who did what last, over all devices."""
    waves = {reference(wave): wave for wave in survey.waves.all()}
    found = (
        AuditEntry.objects.filter(object__in=[reference(survey), *waves], verb__in=VERBS)
        .select_related("who")
        .first()
    )
    if found is None:
        return None
    wave = waves.get(found.object)
    said = VERBS[found.verb] % ({"number": wave.position} if wave else {})
    return LastStep(said, found.who, found.at)


def spoken(survey: Survey) -> Spoken:
    """How often the room and the online audience spoke."""
    counted = survey.turns.order_by().values_list("door").annotate(times=Count("pk"))
    return Spoken(panel.People(**dict(counted)), survey.turns.last())


def spoken_by_item(survey: Survey) -> list[tuple[AgendaItem | None, panel.People]]:
    """The same for every agenda item in which somebody spoke, in the order of the agenda."""
    rows = survey.turns.order_by().values_list("agenda_item", "door").annotate(times=Count("pk"))
    counts: dict[int | None, dict[str, int]] = {}
    for item, door, times in rows:
        counts.setdefault(item, {})[door] = times
    items = {item.pk: item for item in survey.workshop.agenda.filter(pk__in=filter(None, counts))}
    order = [*items, *([None] if None in counts else [])]
    return [(items[key] if key else None, panel.People(**counts[key])) for key in order]


def queue(survey: Survey) -> Queue:
    """Every idea of the session where it stands."""
    ideas = Idea.objects.filter(survey=survey).with_backing()
    status = Idea.Status
    waiting = ideas.filter(status=status.WAITING).order_by("sent_at")
    return Queue(
        waiting=list(waiting[:QUEUE]),
        waiting_number=waiting.count(),
        to_speak=alternating(ideas.filter(status=status.APPROVED).order_by("-backing", "sent_at")),
        done=list(ideas.filter(status=status.ANSWERED).order_by("-sent_at")[:QUEUE]),
        hidden=list(ideas.filter(status=status.HIDDEN).order_by("-sent_at")[:QUEUE]),
    )


def alternating(ideas: Iterable[Idea]) -> list[Idea]:
    """Room and online in turns, each with the most supported first; the overall first begins."""
    ordered = list(ideas)
    if not ordered:
        return []
    first = [idea for idea in ordered if idea.door == ordered[0].door]
    other = [idea for idea in ordered if idea.door != ordered[0].door]
    turns = chain.from_iterable(zip_longest(first, other))
    return [idea for idea in turns if idea is not None][:QUEUE]


def open_ballots(survey: Survey) -> QuerySet[Ballot]:
    """The open answers of closed surveys in the order of their receipts, the hidden ones too."""
    found = Ballot.objects.filter(
        asking__wave__survey=survey,
        asking__wave__closed_at__isnull=False,
        asking__question__kind=Question.Kind.TEXT,
    ).exclude(answer=ABSTAIN)
    return found.order_by("asking__wave__position", "asking__position", "receipt")


def open_answers(survey: Survey, ballots: Iterable[Ballot]) -> list[OpenAnswer]:
    """These ballots with what hides them."""
    hidden = {
        (row.asking_id, row.receipt): row
        for row in HiddenText.objects.filter(asking__wave__survey=survey)
    }
    return [
        OpenAnswer(
            str(ballot.asking_id),
            ballot.receipt,
            ballot.answer,
            hidden.get((ballot.asking_id, ballot.receipt)),
        )
        for ballot in ballots
    ]


def hidden_receipts(survey: Survey) -> set[tuple[str, str]]:
    """(asking, receipt) of every open answer that pages and papers leave out."""
    found = HiddenText.objects.filter(asking__wave__survey=survey)
    return {(str(asking), receipt) for asking, receipt in found.values_list("asking", "receipt")}
