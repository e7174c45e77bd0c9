"""What changed from one version of a paper to another, sentence by sentence."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from outcomes.compiler import statements

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
Block = Mapping[str, Any]


class Change(NamedTuple):
    """One sentence: `before` is empty where it came, `after` where it went."""

    what: str
    anchor: str
    before: str
    after: str
    author: str = ""


class SectionChange(NamedTuple):
    """A section in which something changed."""

    title: str
    changes: list[Change]


def between(older: Block, newer: Block) -> list[SectionChange]:
    """The changed sections of two versions made of the same compiled paper, in their order.

    Sentences are matched by their ids, which every version of one compiled paper shares.
    """
    before, after = _by_section(older), _by_section(newer)
    titles = {section["id"]: section["title"] for section in newer["sections"]}
    titles = {section["id"]: section["title"] for section in older["sections"]} | titles
    found = (
        SectionChange(title, _changes(before.get(name, {}), after.get(name, {})))
        for name, title in titles.items()
    )
    return [section for section in found if section.changes]


def _by_section(content: Block) -> dict[str, dict[str, Block]]:
    sections: dict[str, dict[str, Block]] = {}
    for section, block in statements(content):
        sections.setdefault(section["id"], {})[block["id"]] = block
    return sections


def _changes(before: Mapping[str, Block], after: Mapping[str, Block]) -> list[Change]:
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    there = [_change(before.get(key), block, key in moved) for key, block in after.items()]
    gone = [
        Change(REMOVED, key, block["text"], "") for key, block in before.items() if key not in after
    ]
    return [change for change in there if change] + gone


def _change(old: Block | None, new: Block, moved: bool) -> Change | None:
    author = new["author"] if "replaces" in new else ""
    if old is None:
        return Change(ADDED, new["id"], "", new["text"], author)
    if old["text"] != new["text"]:
        return Change(CHANGED, new["id"], old["text"], new["text"], author)
    return Change(MOVED, new["id"], old["text"], new["text"]) if moved else None


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest ids whose place among the others is another one now."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {before[n] for block in blocks for n in range(block.a, block.a + block.size)}
    return set(after) - kept
