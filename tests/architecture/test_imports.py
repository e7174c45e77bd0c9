import pytest

from tests.architecture.source import APPS, OURS, Import, imports_of, modules

pytestmark = pytest.mark.one_database  # touches none

ARROWS = {
    "forum": set(),
    "submissions": {"forum"},
    "workshops": {"submissions", "forum"},
    "booths": {"submissions", "forum"},
    "surveys": {"workshops", "forum"},
    "outcomes": {"forum", "submissions", "workshops", "booths", "surveys"},
    "igfportal": set(APPS),
}
LAYERS = {
    "models": 0,
    "errors": 0,
    "vocabulary": 0,
    "states": 0,
    "codes": 0,
    "characters": 0,
    "tasks": 2,
    "audit": 2,
    "jobs": 2,
    "outbox": 2,
    "actions": 3,
    "intake": 3,
    "views": 4,
    "secretariat": 4,
    "api": 4,
    "live": 4,
    "periodic": 4,
    "admin": 4,
    "apps": 4,
    "management": 4,
    "middleware": 4,
    "compression": 4,
    "accounts": 4,
    "context_processors": 4,
    "urls": 5,
}
REPRESENTATIONS, ACTIONS = 1, 3


def layer(module: str) -> int:
    """The layer of an app's module; what is not named above is a question or a representation."""
    parts = module.split(".")
    return LAYERS.get(parts[1], REPRESENTATIONS) if len(parts) > 1 else 0


def all_imports() -> list[Import]:
    return [found for module in modules() for found in imports_of(module)]


def test_apps_import_only_along_the_arrows():
    across = [
        (found, found.importer.partition(".")[0], found.imported.partition(".")[0])
        for found in all_imports()
    ]

    wrong = [
        str(found)
        for found, importer, imported in across
        if importer != imported and imported not in ARROWS[importer]
    ]

    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_layers_inside_an_app_import_downward_only(app):
    inside = [
        found
        for found in all_imports()
        if found.importer.startswith(f"{app}.") and found.imported.startswith(f"{app}.")
    ]

    upward = [str(found) for found in inside if layer(found.imported) > layer(found.importer)]

    assert upward == []


def test_nothing_below_the_actions_imports_actions_or_views_of_any_app():
    upward = [
        str(found)
        for found in all_imports()
        if layer(found.importer) < ACTIONS <= layer(found.imported)
        and found.importer.partition(".")[0] in APPS
    ]

    assert upward == []


def test_every_package_of_ours_is_known_to_these_tests():
    assert {module.partition(".")[0] for module in modules()} == set(OURS)
