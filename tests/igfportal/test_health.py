from datetime import timedelta

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from forum.models import Job
from igfportal.cache import MEMORY
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
WRONG_AT_MOST = 5


def test_the_process_answers(as_user):
    answer = as_user().get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_working_portal_is_ready(as_user):
    answer = as_user().get("/readyz")

    assert answer.status_code == 200
    assert {answer.json()[name] for name in ("database", "migrations", "disk")} == {"ok"}


def test_a_missing_migration_is_not_ready(as_user):
    MigrationRecorder.Migration.objects.filter(app="outcomes").order_by("-id").first().delete()

    answer = as_user().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["migrations"] == "failed"
    assert answer.json()["database"] == "ok"


def test_a_folder_that_takes_no_writes_is_not_ready(as_user, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"

    answer = as_user().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["disk"] == "failed"


def test_a_worker_that_is_behind_is_reported_and_still_ready(as_user):
    job = Job.objects.create(kind="paper", subject="outcomes.impulsepaper:1")
    Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(hours=1))

    answer = as_user().get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["worker"] == "behind"


def test_a_lost_redis_is_reported_and_still_ready(as_user, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = as_user().get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["redis"] == "failed"


@pytest.fixture
def redis_is_lost(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    backend = {"BACKEND": "igfportal.cache.LastingCache", "LOCATION": settings.REDIS_URL}
    settings.CACHES = {"default": backend}
    yield
    LocMemCache(MEMORY, {}).clear()


def test_people_sign_in_while_redis_is_lost(client, redis_is_lost):
    moderator = make_user("moderator@igf.example")

    answer = client.post("/accounts/login/", {"login": moderator.email, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert client.get("/my/").status_code == 200


def test_wrong_passwords_are_counted_while_redis_is_lost(client, redis_is_lost):
    moderator = make_user("moderator@igf.example")
    wrong = {"login": moderator.email, "password": "not the password"}

    for _attempt in range(WRONG_AT_MOST):
        client.post("/accounts/login/", wrong)
    answer = client.post("/accounts/login/", {**wrong, "password": PASSWORD})

    assert "Location" not in answer.headers
    assert "_auth_user_id" not in client.session
