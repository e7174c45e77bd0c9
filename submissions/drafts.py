"""What was typed and is not yet part of a request: kept word for word, whatever it is worth."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.characters import without
from forum.errors import RuleError
from submissions.models import Submission
from submissions.rows import BUTTON

LARGEST = 200_000
LONGEST_TITLE = 200
NOT_TYPED = {"csrfmiddlewaretoken", "action", "revision", "uuid"}
EDITOR = "editor"
ESCAPE = "\u241b"
Draft = dict[str, list[str]]


class Stale(RuleError):
    """Somebody else saved since the page was opened; nothing was overwritten."""


def pack(data: QueryDict) -> Draft:
    """What was typed, for storing; raises RuleError when it is too much to be kept."""
    draft = {
        _storable(name): [_storable(value) for value in data.getlist(name)]
        for name in data
        if name not in NOT_TYPED and not BUTTON.fullmatch(name)
    }
    size = len(json.dumps(draft).encode())
    if size > LARGEST:
        raise RuleError(
            _(
                "This is %(size)d kilobytes of text; a draft may have %(limit)d. Shorten it to save it."
            )
            % {"size": size // 1000, "limit": LARGEST // 1000}
        )
    return draft


def unpack(draft: Mapping[str, Any]) -> QueryDict:
    """A stored draft as if it had just been posted."""
    data = QueryDict(mutable=True)
    for name, values in draft.items():
        texts = values if isinstance(values, list) else [values]
        data.setlist(_as_sent(name), [_as_sent(str(text)) for text in texts])
    return data


def as_typed(fields: Mapping[str, Any], **rows: Iterable[Mapping[str, Any]]) -> QueryDict:
    """Stored values as if they had just been posted: fields, and rows by their prefix."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, _posted(value))
    for prefix, items in rows.items():
        data[f"{prefix}-TOTAL_FORMS"] = "0"
        for index, item in enumerate(items):
            data[f"{prefix}-TOTAL_FORMS"] = str(index + 1)
            for name, value in item.items():
                data.setlist(f"{prefix}-{index}-{name}", _posted(value))
    return data


def goes_on(stored: Mapping[str, Any], typed: QueryDict) -> bool:
    """Whether the stored draft is an earlier save of the very page that sends this one.

    A page numbers its saves: one whose answer got lost must not look like another editor's.
    """
    before, now = _editor(stored.get(EDITOR, [])), _editor(typed.getlist(EDITOR))
    return before[0] == now[0] != "" and before[1] < now[1]


def keep(submission: Submission, draft: Draft, *, revision: int) -> None:
    """Store a draft over the revision it was typed on; raises Stale when that one is gone."""
    fields: dict[str, Any] = {"draft": draft}
    if submission.status == submission.Status.DRAFT:
        words = without(" ".join(map(_as_sent, draft.get("title", []))))
        fields["title"] = " ".join(words.split())[:LONGEST_TITLE]
    claim(submission, revision, **fields)


def claim(submission: Submission, revision: int, **fields) -> None:
    """Raise the revision and set the fields at once, or raise Stale and change nothing."""
    rows = type(submission)._base_manager.filter(pk=submission.pk, revision=revision)
    claimed = rows.update(revision=F("revision") + 1, updated_at=timezone.now(), **fields)
    submission.refresh_from_db()
    if not claimed:
        raise Stale(_("Somebody else saved this in the meantime."), on=submission)


@transaction.atomic
def replace_in_order(manager, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make the rows of a request these, by position; rows that stay keep their identity."""
    present = list(manager.order_by("position", "pk"))
    wanted = list(rows)
    for position, fields in enumerate(wanted, start=1):
        if position > len(present):
            manager.create(position=position, **fields)
            continue
        row = present[position - 1]
        for name, value in {"position": position, **fields}.items():
            setattr(row, name, value)
        row.save()
    manager.filter(pk__in=[row.pk for row in present[len(wanted) :]]).delete()


def _storable(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot store; `_as_sent` brings it back."""
    return text.replace(ESCAPE, ESCAPE * 2).replace("\x00", f"{ESCAPE}0")


def _as_sent(text: str) -> str:
    return re.sub(f"{ESCAPE}({ESCAPE}|0)", lambda pair: pair[1].replace("0", "\x00"), text)


def _editor(stated: Any) -> tuple[str, int]:
    """The page that saved and the number of its save; nothing for what makes no sense."""
    name, number = (*map(str, stated), "", "")[:2] if isinstance(stated, list) else ("", "")
    sensible = re.fullmatch(r"[0-9a-f]{32}", name) and re.fullmatch(r"[0-9]{1,9}", number)
    return (name, int(number)) if sensible else ("", 0)


def _posted(value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [_text(item) for item in value]
    return [_text(value)]


def _text(value: Any) -> str:
    return str(value.pk) if isinstance(value, models.Model) else str(value)
