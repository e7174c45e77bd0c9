"""What the portal needs to work, and what it merely reports."""

import shutil
import tempfile
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from redis import Redis, RedisError

from forum.models import Job

LEAST_FREE_BYTES = 50_000_000
PATIENCE = timedelta(minutes=5)
PATIENCE_WITH_REDIS = 2


def needed() -> dict[str, bool]:
    """Without one of these the portal cannot serve: database, migrations, disk."""
    database = _database_answers()
    return {
        "database": database,
        "migrations": database and _migrations_are_complete(),
        "disk": _disk_takes_writes(),
    }


def reported() -> dict[str, str]:
    """Redis and the worker: votes and pages work without them, papers and mail wait."""
    return {"redis": _redis(), "worker": _worker()}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_are_complete() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _disk_takes_writes() -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"ready")
        return shutil.disk_usage(settings.DATA_DIR).free >= LEAST_FREE_BYTES
    except OSError:
        return False


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not used"
    waits = {"socket_timeout": PATIENCE_WITH_REDIS, "socket_connect_timeout": PATIENCE_WITH_REDIS}
    try:
        with Redis.from_url(settings.REDIS_URL, **waits) as client:
            client.ping()
    except (OSError, RedisError):
        return "failed"
    return "ok"


def _worker() -> str:
    """Judged by the work: a job that has waited for minutes means that nobody takes it."""
    try:
        late = Job.objects.filter(
            status=Job.Status.QUEUED, queued_at__lt=timezone.now() - PATIENCE
        ).exists()
    except DatabaseError:
        return "unknown"
    return "behind" if late else "ok"
