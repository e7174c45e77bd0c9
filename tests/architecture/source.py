"""The project's own Python files, parsed once for all architecture tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("forum", "submissions", "workshops", "booths", "surveys", "outcomes")
OURS = (*APPS, "igfportal")


@dataclass(frozen=True)
class Import:
    """One imported module of ours, and where."""

    importer: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> syntax tree of every module of ours outside migrations."""
    found = {}
    for app in OURS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                name = ".".join(parts).removesuffix(".__init__")
                found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports_of(module: str) -> Iterator[Import]:
    """Every import of ours, also those inside functions."""
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [_origin(module, node, alias.name) for alias in node.names]
        else:
            continue
        for name in names:
            if name.partition(".")[0] in (*OURS, "tests"):
                yield Import(module, name, node.lineno)


def _origin(module: str, node: ast.ImportFrom, name: str) -> str:
    """The module a name comes from: the package's submodule of that name, or the package."""
    package = node.module or ""
    if node.level:
        is_package = (ROOT / Path(*module.split(".")) / "__init__.py").exists()
        parts = module.split(".") if is_package else module.split(".")[:-1]
        base = parts[: len(parts) - node.level + 1]
        package = ".".join([*base, package] if package else base)
    submodule = f"{package}.{name}"
    return submodule if submodule in modules() else package
