"""Run as a program: seals are killed at six points, and tried twice at once. Prints JSON.

For every seal a process is forked. It stops before the statement that names the point; there it is
killed with SIGKILL, and the survey must be as before. Then it is sealed again.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, connections, transaction

django.setup()

from forum.errors import RuleError  # noqa: E402
from forum.models import AuditEntry, Job  # noqa: E402
from forum.references import reference  # noqa: E402
from outcomes.models import ImpulsePaper  # noqa: E402
from surveys import actions, panel, record  # noqa: E402
from surveys.models import (  # noqa: E402
    Asking,
    Attendee,
    Ballot,
    EntryCode,
    Idea,
    Record,
    Support,
    Survey,
    Wave,
)
from tests import factories  # noqa: E402
from tests.surveys.room import hold, seat_moderator  # noqa: E402

POINTS = {
    "before the secret goes": 'UPDATE "surveys_survey"',
    "before the record is kept": 'INSERT INTO "surveys_record"',
    "before the linked answers go": 'DELETE FROM "surveys_ballot"',
    "before the answers come back": "INSERT INTO surveys_ballot",
    "before the attendees go": 'DELETE FROM "surveys_attendee"',
    "before the commit": "",
}
AFTER = "after the commit"
REFUSED = 3
PEOPLE = 6
BELOW: Mapping[type, str] = {
    Survey: "pk",
    Wave: "survey",
    Asking: "wave__survey",
    Ballot: "asking__wave__survey",
    Attendee: "survey",
    EntryCode: "survey",
    Idea: "survey",
    Support: "idea__survey",
    Record: "survey",
    ImpulsePaper: "workshop__surveys",
}


def main(rounds: int) -> None:
    call_command("migrate", verbosity=0)
    found = {point: [killed(point) for _ in range(rounds)] for point in (*POINTS, AFTER)}
    print(json.dumps({"kills": found, "at once": [two_at_once() for _ in range(rounds)]}))


def ended() -> Survey:
    """A survey everybody answered, with ideas, supporters and unused codes; ready for the seal."""
    moderator = factories.make_user(f"moderator{next(factories.serial)}@igf.example")
    workshop = factories.make_session()
    seat_moderator(workshop, moderator)
    survey = factories.make_survey(workshop)
    author, *others = hold(survey, moderator, PEOPLE)
    idea = Idea.objects.create(survey=survey, voter_key=author, text="?", door="room")
    Support.objects.bulk_create([Support(idea=idea, voter_key=key) for key in others])
    EntryCode.objects.create(survey=survey, digest="0" * 64)
    survey.refresh_from_db()
    return survey


def killed(point: str) -> dict[str, Any]:
    """What became of a survey whose seal was killed at the point, and of the seal after that."""
    survey = ended()
    before, expected = everything(survey), record.build(panel.linked(survey))
    child, reached, _go = forked(lambda stop: sealed_until(survey.pk, point, stop))
    stopped = os.read(reached, 1) == b"!"
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    after = everything(survey)
    again = sealed(survey.pk)
    return {
        "stopped there": stopped and os.WTERMSIG(status) == signal.SIGKILL,
        "unchanged": after == before,
        "whole": is_whole(survey, expected) if point == AFTER else not is_sealed(after),
        "sealed afterwards": again == (REFUSED if point == AFTER else 0),
        "whole afterwards": is_whole(survey, expected),
        "refused a second time": sealed(survey.pk) == REFUSED,
    }


def is_sealed(rows: Mapping[str, list]) -> bool:
    return bool(rows["Record"]) or any(row["status"] == "sealed" for row in rows["Survey"])


def everything(survey: Survey) -> dict[str, list[dict]]:
    """Every row that belongs to the survey, and how often log and queue tell of it."""
    found: dict[str, list[dict]] = {
        model.__name__: list(model.objects.filter(**{path: survey.pk}).order_by("pk").values())
        for model, path in BELOW.items()
    }
    logged = AuditEntry.objects.filter(verb="sealed", object=reference(survey)).count()
    return {**found, "log": [{"sealed": logged}], "jobs": [{"jobs": Job.objects.count()}]}


def is_whole(survey: Survey, expected: record.Files) -> bool:
    """Sealed from end to end: the record is kept and logged, and no link is left."""
    rows = everything(survey)
    kept = Record.objects.filter(survey=survey.pk).first()
    keys = {row["voter_key"] for name in ("Ballot", "Idea") for row in rows[name]}
    return (
        (kept is not None and kept.files() == expected)
        and (rows["Survey"][0]["status"], rows["Survey"][0]["secret"]) == ("sealed", "")
        and keys == {None}
        and len(rows["Ballot"]) == PEOPLE * 6
        and rows["Attendee"] == rows["EntryCode"] == rows["Support"] == []
        and (rows["log"], len(rows["ImpulsePaper"])) == ([{"sealed": 1}], 1)
    )


def forked(work: Callable[[Callable[[], None]], int]) -> tuple[int, int, int]:
    """A process at work: its id, what it tells through, and what it waits for once it told."""
    connections.close_all()
    reached, tell = os.pipe()
    wait, go = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        os.close(wait)
        return child, reached, go
    os.close(go)

    def stop() -> None:
        os.write(tell, b"!")
        os.read(wait, 1)

    try:
        os._exit(work(stop))
    finally:
        os._exit(1)


def sealed_until(survey: int, point: str, stop: Callable[[], None]) -> int:
    statement = POINTS.get(point)

    def stop_there(execute, sql, parameters, many, context):
        if statement and sql.startswith(statement):
            stop()
        return execute(sql, parameters, many, context)

    if statement == "":
        actions.after_seal.append(lambda _survey: stop())
    if point == AFTER:
        actions.after_seal.append(lambda _survey: transaction.on_commit(stop))
    with connection.execute_wrapper(stop_there):
        return sealed(survey)


def sealed(survey: int) -> int:
    """0, or REFUSED."""
    try:
        actions.seal(Survey.objects.get(pk=survey), by=None)
    except RuleError:
        return REFUSED
    return 0


def two_at_once() -> bool:
    """Two processes that read the survey before either seals it: one succeeds, one is refused."""
    survey = ended()
    expected = record.build(panel.linked(survey))

    def work(stop: Callable[[], None]) -> int:
        connection.ensure_connection()
        stop()
        return sealed(survey.pk)

    children = [forked(work), forked(work)]
    for _child, reached, _go in children:
        os.read(reached, 1)
    for _child, _reached, go in children:
        os.write(go, b"!")
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _r, _g in children]
    return sorted(codes) == [0, REFUSED] and is_whole(survey, expected)


if __name__ == "__main__":
    main(int(sys.argv[1]))
