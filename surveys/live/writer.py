"""One thread with one connection writes the answers of this process, many in one commit."""

import asyncio
import fcntl
import logging
import os
import queue
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import connection

from surveys import errors, intake
from surveys.intake import Outcome, Paper

MOST_AT_ONCE = 500
WAITING_AT_MOST = 10_000

logger = logging.getLogger(__name__)
Answer = Callable[[Outcome], None]
Waiting = tuple[Paper, Answer]


class Writer:
    """Takes all that waits, commits it, answers it, and takes what came meanwhile.

    There is no timer: while nothing is being written an answer is stored at once, and the fuller
    the room the more answers share a commit.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, waiting_at_most: int = WAITING_AT_MOST):
        self._loop = loop
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._waiting_at_most = waiting_at_most
        self._thread = threading.Thread(target=self._work, name="ballot writer", daemon=True)
        self._thread.start()

    def put(self, paper: Paper, answer: Answer) -> None:
        """Have it stored; after COMMIT `answer` is called in the loop with the receipt, or with what
        `intake.cast` raises. Raises Busy when too many wait.
        """
        if self._queue.qsize() >= self._waiting_at_most:
            raise errors.Busy
        self._queue.put((paper, answer))

    async def store(self, paper: Paper) -> str:
        """The receipt after COMMIT. Raises what `intake.cast` raises, Busy when too many wait."""
        answered = self._loop.create_future()
        self.put(paper, partial(_settle, answered))
        return await answered

    def stop(self) -> None:
        """Write what waits and end; returns when all is stored."""
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        going_on = True
        while going_on:
            batch, going_on = self._take()
            if batch:
                outcomes = _written([paper for paper, _answer in batch])
                self._loop.call_soon_threadsafe(_answer_all, batch, outcomes)
        connection.close()

    def _take(self) -> tuple[list[Waiting], bool]:
        """What waits, and whether more may come."""
        batch: list[Waiting] = []
        while not batch or (len(batch) < MOST_AT_ONCE and not self._queue.empty()):
            found = self._queue.get()
            if found is None:
                return batch, False
            batch.append(found)
        return batch, True


def may_write() -> bool:
    """Whether this process may have a writer: any on PostgreSQL, on SQLite the first one only.

    The others hand their ballots to Django, which waits for the file.
    """
    if connection.vendor != "sqlite":
        return True
    lock = os.open(settings.DATA_DIR / "ballots.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    return True  # the lock ends with the process


def _written(papers: list[Paper]) -> list[Outcome]:
    try:
        return intake.cast_batch(papers)
    except Exception:
        logger.exception("%d answers could not be stored", len(papers))
        connection.close_if_unusable_or_obsolete()
        return [errors.Busy()] * len(papers)


def _answer_all(batch: list[Waiting], outcomes: list[Outcome]) -> None:
    for (_paper, answer), outcome in zip(batch, outcomes, strict=True):
        answer(outcome)


def _settle(answered: asyncio.Future[str], outcome: Outcome) -> None:
    if answered.done():
        return
    if isinstance(outcome, errors.IntakeError):
        answered.set_exception(outcome)
    else:
        answered.set_result(outcome)
