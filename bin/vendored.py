"""Checks that every shipped file of another project is the one that static/vendor/VENDOR.md names."""

import hashlib
import re
import sys
from pathlib import Path

LIST = Path("static/vendor/VENDOR.md")
NOTICES = {"LICENSE", "AUTHORS", "VENDOR.md"}


def listed() -> dict[str, str]:
    """Path -> SHA-256 of the table's rows."""
    rows = re.findall(r"(?m)^\| *`?([^|`]+?)`? *\|.*\| *`?([0-9a-f]{64})`? *\|", LIST.read_text())
    return dict(rows)


def faults() -> list[str]:
    expected = listed()
    shipped = {
        str(path) for path in LIST.parent.rglob("*") if path.is_file() and path.name not in NOTICES
    }
    found = [f"{path}: not listed in {LIST}" for path in sorted(shipped - set(expected))]
    for path, checksum in expected.items():
        content = Path(path).read_bytes() if Path(path).exists() else b""
        if hashlib.sha256(content).hexdigest() != checksum:
            found.append(f"{path}: missing or not the file that {LIST} names")
        if b"sourceMappingURL" in content:
            found.append(f"{path}: remove its sourceMappingURL line")
    return found


if __name__ == "__main__":
    problems = faults()
    print("\n".join(problems) or "Vendored files are the listed ones.")
    sys.exit(bool(problems))
