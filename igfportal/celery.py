"""Celery: Redis when REDIS_URL is set, else a queue in the data folder.

The database is the truth and the queue only the hurry: tasks may be lost, repeated or late.
"""

import os
import sys
from pathlib import Path
from typing import IO, Any

from celery import Celery
from celery.signals import celeryd_init
from kombu import Exchange, Queue

from igfportal import filebroker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igfportal.settings")

LONGEST_TASK = 300
PERIOD = 60
HURRY, PAPERS = "celery", "papers"
MEMORY_KIB = 512 * 1024

app = Celery("igfportal")
_reserved: list[IO[str]] = []


def configuration() -> dict[str, Any]:
    """All Celery settings; read when the app is first used, after Django's settings are complete."""
    from django.conf import settings

    return {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_time_limit": LONGEST_TASK,
        "task_soft_time_limit": LONGEST_TASK - 30,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.1},
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_max_tasks_per_child": 200,
        "worker_max_memory_per_child": MEMORY_KIB,
        # mail and the clock first: papers and large files wait in a queue behind theirs
        "task_queues": [Queue(name, Exchange(name), routing_key=name) for name in (HURRY, PAPERS)],
        "task_default_queue": HURRY,
        "task_routes": {"outcomes.tasks.*": {"queue": PAPERS}},
        "worker_lost_wait": 1,  # the only process was killed: go on with the next one
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 3,
        "timezone": "UTC",
        "beat_schedule_filename": str(settings.DATA_DIR / "beat-schedule"),
        "beat_schedule": {
            "run-periodic": {
                "task": "igfportal.tasks.run_periodic",
                "schedule": PERIOD,
                "options": {"expires": PERIOD - 5},
            }
        },
        **(
            _redis(settings.REDIS_URL)
            if settings.REDIS_URL
            else _folder(settings.DATA_DIR / "queue")
        ),
    }


def _redis(url: str) -> dict[str, Any]:
    return {
        "broker_url": url,
        "broker_transport_options": {
            "visibility_timeout": 2 * LONGEST_TASK,
            "queue_order_strategy": "priority",
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
        },
    }


def _folder(folder: Path) -> dict[str, Any]:
    return {
        "broker_url": "filesystem://localhost",
        "broker_transport": "igfportal.filebroker:Transport",
        "broker_transport_options": {"folder": str(folder), "polling_interval": 0.1},
    }


@celeryd_init.connect
def reserve_queue(**kwargs: Any) -> None:
    """Let one worker alone serve the folder queue; a second one ends with a sentence."""
    folder = app.conf.broker_transport_options.get("folder")
    if not folder:
        return
    try:
        _reserved.append(filebroker.reserve(Path(folder)))
    except filebroker.AnotherWorker:
        sys.exit(f"Another Celery worker already serves {folder}; stop it first.")


app.add_defaults(configuration)
app.autodiscover_tasks()
