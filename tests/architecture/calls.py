"""Which functions of ours a function reaches, following calls by name."""

import ast
from functools import cache

from tests.architecture.source import OURS, modules

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions() -> dict[str, Function]:
    """Dotted name -> definition of every function and method of ours."""
    found: dict[str, Function] = {}
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, Function):
                found[f"{module}.{node.name}"] = node
            elif isinstance(node, ast.ClassDef):
                for child in node.body:
                    if isinstance(child, Function):
                        found[f"{module}.{node.name}.{child.name}"] = child
    return found


@cache
def names_in(module: str) -> dict[str, str]:
    """What a name means in a module: its own functions and what it imports from ours."""
    known = {
        name.rpartition(".")[2]: name for name in functions() if name.rpartition(".")[0] == module
    }
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OURS:
            known.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
        elif isinstance(node, ast.Import):
            known.update({a.asname or a.name: a.name for a in node.names})
    return known


def methods_named(name: str) -> set[str]:
    """Methods of our models and querysets: whose object it is cannot be read from a call."""
    return {
        dotted
        for dotted in functions()
        if dotted.rpartition(".")[2] == name
        and ".models" in dotted
        and dotted.rpartition(".")[0] not in modules()
    }


def module_of(dotted: str) -> str:
    name = dotted
    while name not in modules():
        name = name.rpartition(".")[0]
    return name


def mentioned(dotted: str) -> set[str]:
    """Functions that a function calls or hands on."""
    names = names_in(module_of(dotted))
    found: set[str] = set()
    for node in ast.walk(functions()[dotted]):
        if isinstance(node, ast.Name) and node.id in names:
            found |= defined(names[node.id])
        elif isinstance(node, ast.Attribute):
            base = names.get(node.value.id) if isinstance(node.value, ast.Name) else None
            found |= defined(f"{base}.{node.attr}") if base else methods_named(node.attr)
    return found


def defined(dotted: str) -> set[str]:
    """The function of that name, also when a package only passes it on."""
    if dotted in functions():
        return {dotted}
    package, _, name = dotted.rpartition(".")
    below = {other for other in functions() if other.startswith(f"{package}.")}
    return (
        {other for other in below if other.endswith(f".{name}")} if package in modules() else set()
    )


def reached_from(starts: set[str]) -> dict[str, str]:
    """Every function reached -> the one that led to it."""
    reached = dict.fromkeys(starts, "")
    waiting = list(starts)
    while waiting:
        caller = waiting.pop()
        for callee in mentioned(caller) - reached.keys():
            reached[callee] = caller
            waiting.append(callee)
    return reached
