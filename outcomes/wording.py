"""What changed between two wordings, word by word."""

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
DIFF_LIMIT = 4000
KEPT, REMOVED, ADDED = "kept", "removed", "added"


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """(kept, removed or added, words) in their order; without the removed ones it is `after`.

    Very long texts come back as they are now, unmarked: comparing them takes too long.
    """
    if len(before) + len(after) > DIFF_LIMIT:
        return [(KEPT, after)]
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((KEPT, "".join(new[c:d])))
            continue
        found += [(REMOVED, "".join(old[a:b]))] if b > a else []
        found += [(ADDED, "".join(new[c:d]))] if d > c else []
    return found
