"""Compiles requirements*.in to requirements*.txt with hashes; the packages the project was given come first."""

import re
import subprocess
import sys
from pathlib import Path

GIVEN = ["django", "django-crispy-forms", "psycopg2-binary", "celery", "redis", "pytest-django"]
COMPILE = [
    *(
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--python-version",
        "3.11",
        "--generate-hashes",
    ),
    *("--no-header", "--no-emit-index-url", "--no-emit-find-links"),
]


def compile_lock(name: str) -> None:
    """Write <name>.txt from <name>.in, keeping the pins that still fit."""
    subprocess.run(
        [*COMPILE, *sys.argv[1:], f"{name}.in", "--output-file", f"{name}.txt"], check=True
    )


def given_first(lock: str) -> str:
    """The same lock with the given packages at the top and the rest in alphabetical order."""
    blocks = {
        block.partition("==")[0]: block for block in re.split(r"(?m)^(?=[a-z0-9])", lock) if block
    }
    first = [blocks.pop(name) for name in GIVEN]
    return "".join([*first, *(blocks[name] for name in sorted(blocks))])


def main() -> None:
    compile_lock("requirements")
    path = Path("requirements.txt")
    path.write_text(given_first(path.read_text()))
    compile_lock("requirements-dev")


if __name__ == "__main__":
    main()
