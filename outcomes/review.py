"""The review of a draft as it stands: its steps read from the database, applied to what was compiled."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from forum.models import User
from outcomes.compiler import edits
from outcomes.compiler.edits import Step
from outcomes.models import Edit, ImpulsePaper, PaperVersion

OPEN = (ImpulsePaper.Status.DRAFT, ImpulsePaper.Status.QUEUED, ImpulsePaper.Status.FAILED)


def steps(paper: ImpulsePaper) -> list[Step]:
    """Every step of the review in its order, those taken back included."""
    return as_steps(paper.edits.select_related("by__person", "undoes").order_by("number"))


def as_steps(rows: Iterable[Edit]) -> list[Step]:
    return [
        Step(
            number=row.number,
            act=row.act,
            key=row.key,
            by=signature(row.by),
            text=row.text,
            reason=row.reason,
            before=row.before,
            undoes=row.undoes.number if row.undoes else 0,
        )
        for row in rows
    ]


def signature(user: User) -> str:
    """The name under which somebody's sentence stands; an e-mail address is none."""
    person = getattr(user, "person", None)
    return user.name or (person.name if person else "")


def last_step(paper: ImpulsePaper) -> int:
    """The number of the newest step; an approval names it."""
    return paper.edits.aggregate(last=Max("number"))["last"] or 0


def shown(paper: ImpulsePaper) -> PaperVersion | None:
    """The version its readers get: the newest public one; before, the newest with its review applied.

    Not to be saved: `content` of the row is what was compiled or approved.
    """
    if paper.is_public:
        return paper.current
    version = paper.version
    if version and paper.status in OPEN:
        version.content = reviewed_content(version)
    return version


def working(paper: ImpulsePaper) -> PaperVersion | None:
    """What the next public version would be: the newest with every step applied. Not to be saved."""
    version = paper.version
    if version:
        version.content = reviewed_content(version)
    return version


def has_changes(paper: ImpulsePaper) -> bool:
    """Whether people changed a public paper since its newest public version."""
    public, next_one = paper.current, working(paper)
    if public is None or next_one is None:
        return False
    return bool(public.content["sections"] != next_one.content["sections"])


def reviewed_content(version: PaperVersion) -> dict[str, Any]:
    """What was compiled with every standing step applied; a pure function of both."""
    return edits.applied(version.compiled.content, steps(version.paper))


def accepted(paper: ImpulsePaper) -> set[str]:
    """The ids of the sentences that somebody accepted or edited and nobody cut since."""
    version = paper.version
    if version is None:
        return set()
    decided = edits.decisions(steps(paper))
    stands = {key for key, step in decided.items() if step.act != edits.CUT}
    return {one for one, key in edits.keys(version.compiled.content).items() if key in stands}


def open_points(paper: ImpulsePaper) -> list[str]:
    """What stops an approval: cautions without an answer, changes that lost their sentence."""
    version = paper.version
    if version is None:
        return []
    content, taken = version.compiled.content, steps(paper)
    points = [caution["text"] for caution in edits.open_cautions(content, taken)]
    gone = _("A change lost its sentence: “%(text)s”")
    return points + [gone % {"text": step.before} for step in edits.lost(content, taken)]
