"""Checks that the message catalogues in locale/ are in step with the code, and each .mo with its .po.

With `write` as argument it brings them into step: new messages come in, unused ones go, each .mo is compiled.
Running it again changes nothing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

LEFT_OUT = shutil.ignore_patterns(
    ".*", "var", "tests", "docs", "bench", "node_modules", "__pycache__", "vendor", "*.mo"
)


def need_gettext() -> None:
    """Install gettext when root; otherwise end with one sentence."""
    if shutil.which("xgettext") and shutil.which("msgmerge"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "gettext"]
        subprocess.run(["apt-get", "update", "-qq"], stdin=subprocess.DEVNULL, check=False)
        subprocess.run(install, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if not shutil.which("xgettext"):
        sys.exit("gettext is missing: install it, for example with: apt install gettext")


def messages(path: Path) -> set[tuple[str, str, str]]:
    """Context, message and plural of every entry in use."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural)
        for entry in entries
        if not entry.obsolete
    }


def extracted(folder: Path) -> None:
    """Run makemessages on a copy of the code."""
    shutil.copytree(".", folder, ignore=LEFT_OUT, dirs_exist_ok=True)
    for domain in {path.stem for path in Path("locale").glob("*/LC_MESSAGES/*.po")}:
        command = [
            sys.executable,
            "manage.py",
            "makemessages",
            "--all",
            "--no-obsolete",
            "--no-wrap",
            "--add-location=file",
            "--domain",
            domain,
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"makemessages failed: {done.stderr.strip()[-800:]}")


def out_of_step(catalogue: Path, fresh: Path) -> list[str]:
    kept, wanted = messages(catalogue), messages(fresh)
    found = [
        f"{catalogue}: missing {message!r}" for _context, message, _plural in sorted(wanted - kept)
    ]
    found += [
        f"{catalogue}: no longer used {message!r}"
        for _context, message, _plural in sorted(kept - wanted)
    ]
    compiled = catalogue.with_suffix(".mo")
    if not compiled.exists() or compiled_messages(compiled) != usable_messages(catalogue):
        found.append(f"{compiled}: not compiled from its .po: run make messages")
    return found


def usable_messages(catalogue: Path) -> dict[tuple[str | None, str], object]:
    return {
        (entry.msgctxt, entry.msgid): translation(entry)
        for entry in polib.pofile(str(catalogue)).translated_entries()
    }


def compiled_messages(compiled: Path) -> dict[tuple[str | None, str], object]:
    return {
        (entry.msgctxt, entry.msgid): translation(entry) for entry in polib.mofile(str(compiled))
    }


def translation(entry: polib.POEntry) -> object:
    return dict(entry.msgstr_plural) if entry.msgid_plural else entry.msgstr


def rewrite(catalogue: Path, fresh: Path) -> None:
    """Take over the extracted messages, without a date that changes each time, and compile them."""
    entries = polib.pofile(str(fresh), wrapwidth=0)
    entries.header = f"Messages of IGF Portal, {catalogue.parts[1]}. See docs/translating.md."
    entries.metadata = {
        "Project-Id-Version": "IGF Portal",
        "Language": catalogue.parts[1],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": entries.metadata["Plural-Forms"],
    }
    entries.metadata_is_fuzzy = False
    entries.save(str(catalogue))
    entries.save_as_mofile(str(catalogue.with_suffix(".mo")))


def main() -> int:
    catalogues = sorted(Path("locale").glob("*/LC_MESSAGES/*.po"))
    if not catalogues:
        print("No message catalogues yet.")
        return 0
    need_gettext()
    with tempfile.TemporaryDirectory(prefix="igf-messages-") as name:
        extracted(Path(name))
        if sys.argv[1:] == ["write"]:
            for path in catalogues:
                rewrite(path, Path(name) / path)
        problems = [fault for path in catalogues for fault in out_of_step(path, Path(name) / path)]
    print(
        "\n".join(problems[:40])
        or f"{len(catalogues)} message catalogues are in step with the code."
    )
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
