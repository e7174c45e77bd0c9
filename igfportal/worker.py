"""The Celery worker of `make run`: says "ready" on standard output and ends with the program that started it."""

import os
import signal
import sys
import threading
import warnings

from celery.signals import worker_ready

from igfportal.celery import app

QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@worker_ready.connect
def say_ready(**kwargs: object) -> None:
    print("ready", file=sys.__stdout__, flush=True)


def end_with_parent() -> None:
    """Wait for the end of standard input, which comes even when the parent was killed."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")
    threading.Thread(target=end_with_parent, daemon=True).start()
    app.worker_main(
        ["worker", "--pool", "prefork", "--concurrency", "1", "--loglevel", "WARNING", *QUIET]
    )


if __name__ == "__main__":
    main()
