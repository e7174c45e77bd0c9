"""What every test shares; the longest files first; says at the end what a run did not cover."""

import os

import pytest
from django.conf import settings
from django.utils import translation

from tests.databases import drop_prepared

pytest_plugins = ["tests.cast"]

NEEDS = {
    "chromium": ("CHROMIUM", "Chromium"),
    "redis": ("REDIS_URL", "Redis"),
    "postgresql": ("DATABASE_URL", "PostgreSQL"),
}
LONGEST = (
    "tests/surveys/test_burst.py",
    "tests/journeys/test_accessibility.py",
    "tests/journeys/test_session_in_chromium.py",
    "tests/journeys/test_autosave_in_chromium.py",
    "tests/journeys/",
    "tests/submissions/test_nothing_is_lost.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="another run covers the tests marked one_database",
    )


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
    missing = set(absent())
    if config.getoption("second_database"):
        missing.add("one_database")
    left_out = [
        item for item in items if any(item.get_closest_marker(marker) for marker in missing)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=duration_rank)


def duration_rank(item: pytest.Item) -> int:
    """Long files start first, so that no process is left alone with one at the end."""
    ranks = (rank for rank, start in enumerate(LONGEST) if item.nodeid.startswith(start))
    return next(ranks, len(LONGEST))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        drop_prepared()


def pytest_report_header() -> str:
    from django.db import connection

    return f"database: {connection.vendor}"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    names = list(absent().values())
    lines = [f"Tests that need {', '.join(names)}: `make test` runs them all."] if names else []
    if config.getoption("second_database"):
        lines.append(
            "What no database changes (`one_database`), which the first one gets: pages in a browser above all."
        )
    if lines:
        terminalreporter.write_sep("-", "not covered here")
        terminalreporter.write_line("\n".join(lines))
