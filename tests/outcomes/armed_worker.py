"""Run as a program: the portal's worker, which stops at a named point of a named job to be killed there.

The file `armed` in the data folder names job and point. The process that does the job takes it
away, writes its number into the pipe `stopped` once it is there, and waits for its end.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from celery.signals import task_prerun

from igfportal import worker

HALF = 2


def stop() -> None:
    (_folder() / "stopped").open("w").write(f"{os.getpid()}\n")
    while True:
        signal.pause()


def after(statement: str, times: int = 1, then: Callable[[], object] = stop) -> None:
    """Once a statement that begins so was executed so often."""
    from django.db import connection

    seen = count(1)

    def watch(execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        if sql.startswith(statement) and next(seen) == times:
            then()
        return result

    connection.execute_wrappers.append(watch)


def reading() -> None:
    after('SELECT "surveys_record"')


def compiling() -> None:
    """At the last check of the finished structure, as a debugger would stop there."""
    from outcomes.compiler import checks

    place = checks.check.__code__
    sys.setprofile(lambda frame, event, _: stop() if _called(frame, event, place) else None)


def committed() -> None:
    """Before anything else that waits for the commit, like the sending of the mail."""
    from django.db import transaction

    version = 'INSERT INTO "outcomes_paperversion"'
    after(version, then=lambda: transaction.on_commit(stop))


def replacing() -> None:
    """The file is written under another name and not yet in its place."""
    sys.setprofile(lambda _, event, f: stop() if event == "c_call" and f is os.replace else None)


def _called(frame, event: str, place: object) -> bool:
    return event == "call" and frame.f_code is place


COMPILE = {
    "after the claim": lambda: after('UPDATE "forum_job"'),
    "while reading": reading,
    "while compiling": compiling,
    "inside the transaction": lambda: after('INSERT INTO "outcomes_paperversion"'),
    "after the commit": committed,
}
EXPORT = {
    "halfway": lambda: after('UPDATE "outcomes_export"', HALF),
    "before the file is in place": replacing,
}


@task_prerun.connect
def arm(args=(), **kwargs) -> None:
    order = _folder() / "armed"
    if not order.exists():
        return
    job, point = order.read_text().split(" ", 1)
    if job in args:
        order.unlink()
        {**COMPILE, **EXPORT}[point]()


def _folder() -> Path:
    return Path(os.environ["IGF_DATA_DIR"])


def main(lease: float) -> None:
    import django

    django.setup()
    from forum import jobs

    jobs.LEASE = timedelta(seconds=lease) if lease else jobs.LEASE
    sys.argv[1:] = []
    worker.main()


if __name__ == "__main__":
    main(float(sys.argv[1]))
