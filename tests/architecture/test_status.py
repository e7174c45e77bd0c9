import ast
import re

import pytest

from tests.architecture.calls import functions, reached_from
from tests.architecture.source import modules

pytestmark = pytest.mark.one_database  # touches none

MACHINERY = {"forum.states", "forum.jobs"}
WRITES = {"update", "create", "bulk_create", "update_or_create", "get_or_create", "move_to"}
PERSONS_DECIDE = re.compile(r"\b(approved|published|released)(_at|_by)?\b", re.IGNORECASE)
PERSONS_DO = {"approve", "publish", "release", "mark_released"}
OF_NUMBERS = {"surveys.cells.release"}  # decides which counts are shown, nothing about a session


def method_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def statuses_set_in(module: str) -> list[str]:
    """Where a module sets a status by hand."""
    found = []
    for node in ast.walk(modules()[module]):
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        assigned = isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
            isinstance(target, ast.Attribute) and target.attr == "status" for target in targets
        )
        updated = (
            isinstance(node, ast.Call)
            and method_of(node) in {"update", "bulk_update"}
            and any(keyword.arg == "status" for keyword in node.keywords)
        )
        if assigned or updated:
            found.append(f"{module}:{getattr(node, 'lineno', '?')}")
    return found


def decisions_written_in(name: str) -> list[str]:
    """Where a function moves or writes something that only persons decide."""
    found = []
    for node in ast.walk(functions()[name]):
        if isinstance(node, ast.Call) and method_of(node) in WRITES:
            written = [ast.unparse(part) for part in (*node.args[:1], *node.keywords)]
            if PERSONS_DECIDE.search(" ".join(written)):
                found.append(f"{name}:{node.lineno}")
    return found


def task_functions() -> set[str]:
    return {
        name
        for name in functions()
        if name.split(".")[1] == "tasks" and name.split(".")[0] != "igfportal"
    }


def test_no_status_is_set_outside_move_to():
    wrong = [
        place
        for module in modules()
        if module not in MACHINERY
        for place in statuses_set_in(module)
    ]

    assert wrong == []


def test_no_task_reaches_a_step_that_persons_decide():
    reached = reached_from(task_functions())

    wrong = [
        f"{place} (from {reached[name]})"
        for name in reached
        for place in decisions_written_in(name)
    ]
    wrong += [
        f"{name} (from {reached[name]})"
        for name in reached
        if name.rpartition(".")[2] in PERSONS_DO and name not in OF_NUMBERS
    ]

    assert wrong == []


def test_there_are_tasks_to_look_at():
    assert "forum.tasks.send_mail" in reached_from(task_functions())
