from collections import Counter

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import APPS


@pytest.fixture(scope="module")
def ours():
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {key: migration for key, migration in disk.items() if key[0] in APPS}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_of_an_app_form_one_line(ours):
    parents = [
        (key[0], parent)
        for key, migration in ours.items()
        for parent in migration.dependencies
        if parent[0] == key[0]
    ]
    first = Counter(key[0] for key in ours)
    first.subtract(app for app, _parent in parents)

    assert [link for link, times in Counter(parents).items() if times > 1] == []
    assert set(first.values()) <= {1}


def test_migrations_are_named_for_their_intent(ours):
    assert [name for _app, name in ours if "_auto_" in name] == []
