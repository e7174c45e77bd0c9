"""What every test shares; says at the end what a run could not cover."""

import os

import pytest
from django.conf import settings
from django.utils import translation

pytest_plugins = ["tests.cast"]

NEEDS = {
    "chromium": ("CHROMIUM", "Chromium"),
    "redis": ("REDIS_URL", "Redis"),
    "postgresql": ("DATABASE_URL", "PostgreSQL"),
}


@pytest.fixture(autouse=True)
def english():
    """The language a request chose stays with the thread; the next test does not read it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def absent() -> dict[str, str]:
    """The markers whose server this run does not have, with its name."""
    return {
        marker: name for marker, (variable, name) in NEEDS.items() if not os.environ.get(variable)
    }


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = absent()
    left_out = [
        item for item in items if any(item.get_closest_marker(marker) for marker in missing)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_report_header() -> str:
    from django.db import connection

    return f"database: {connection.vendor}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    names = list(absent().values())
    if names:
        terminalreporter.write_sep("-", "not covered here")
        terminalreporter.write_line(
            f"Tests that need {', '.join(names)}: `make test` runs them all."
        )
