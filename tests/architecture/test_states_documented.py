"""docs/states.md says what the models say. A difference shows the table to paste there."""

import re

from django.apps import apps

from forum.states import Moving
from tests.architecture.source import ROOT

DOCUMENT = ROOT / "docs" / "states.md"
HEADER = ["| State | Shown as | May become |", "|---|---|---|"]


def moving_models() -> dict[str, type[Moving]]:
    """`app.Model` -> every stored model with a table of moves."""
    found = [model for model in apps.get_models() if issubclass(model, Moving)]
    return {f"{model._meta.app_label}.{model.__name__}": model for model in found}


def table_of(model: type[Moving]) -> list[str]:
    """The moves of a model as lines of Markdown, in the order of its states."""
    lines = []
    for state, words in model._meta.get_field("status").choices:
        targets = model.MOVES.get(state, set())
        ordered = [f"`{value}`" for value, _words in model.Status.choices if value in targets]
        lines.append(f"| `{state}` | {words} | {', '.join(ordered) or 'nothing: the end'} |")
    return HEADER + lines


def documented_tables() -> dict[str, list[str]]:
    """`app.Model` -> the table below the heading that names it; a heading may name several."""
    found = {}
    for section in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, *lines = section.splitlines()
        table = [line for line in lines if line.startswith("|")]
        found |= dict.fromkeys(re.findall(r"`(\w+\.\w+)`", heading), table)
    return found


def test_the_document_has_the_moves_of_every_model():
    expected = {name: table_of(model) for name, model in moving_models().items()}

    assert documented_tables() == expected
