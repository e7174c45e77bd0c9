"""What the pages of a review show: sentences with their state, progress, cautions, lost changes."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Paginator

from outcomes import review
from outcomes.compiler import edits
from outcomes.forms.review import AnswerForm, CutForm, EditForm
from outcomes.models import Edit, ImpulsePaper

PER_PAGE = 25
Row = dict[str, Any]


class Desk:
    """The review of one paper, read once: what was compiled, every step, what stands now."""

    def __init__(self, paper: ImpulsePaper) -> None:
        self.paper = paper
        self.version = paper.version
        self.content = self.version.compiled.content if self.version else {}
        self.steps = review.steps(paper)
        self.names = edits.keys(self.content)
        self.decided = edits.decisions(self.steps)
        self.seen = edits.seen(self.steps)
        self.newest = {step.key: step for step in edits.standing(self.steps)}
        self.moved = {s.key for s in edits.standing(self.steps) if s.act in edits.MOVES}
        self.sources = {row["number"]: row for row in self.content.get("evidence", ())}
        self.summary = edits.review(self.content, self.steps)

    @property
    def done(self) -> int:
        """How many sentences somebody decided about."""
        return int(self.summary["compiled"] - self.summary["unchanged"])

    def progress(self) -> list[Row]:
        """The sections in their order, with how many of their sentences are decided."""
        rows = []
        for section in self.content["sections"]:
            keys = [self.names[b["id"]] for part in section["parts"] for b in part["blocks"]]
            done = sum(key in self.decided for key in keys)
            rows.append({"section": section, "all": len(keys), "done": done})
        return rows

    def cautions(self, sent: forms.Form | None = None) -> list[Row]:
        """Every caution with its answer, or the form to answer it, and where its sentences are."""
        answered = edits.answers(self.steps)
        open_keys = {row["key"] for row in edits.open_cautions(self.content, self.steps)}
        return [
            {
                "caution": row,
                "answer": answered.get(row["key"]),
                "is_open": row["key"] in open_keys,
                "places": self._places(row["statements"]),
                "form": self._form(AnswerForm, row["key"], sent, {}),
            }
            for row in self.content.get("cautions", ())
        ]

    def lost(self) -> list[edits.Step]:
        """Changes whose sentence was compiled away; each is set aside by undoing it."""
        return edits.lost(self.content, self.steps)

    def section(self, key: str, page: str | None, sent: forms.Form | None = None) -> Row | None:
        """One section: a page of its sentences, and the sections before and after it."""
        every = self.content["sections"]
        place = next((n for n, one in enumerate(every) if one["id"] == key), None)
        if place is None:
            return None
        shown = Paginator(self._sentences(every[place]), PER_PAGE).get_page(page)
        rows = [self._row(row, sent) for row in shown]
        return {
            "section": every[place],
            "page": shown,
            "rows": rows,
            "undecided": [row["key"] for row in rows if not row["step"]],
            "number": place + 1,
            "all_sections": len(every),
            "before": every[place - 1] if place else None,
            "after": every[place + 1] if place + 1 < len(every) else None,
        }

    def _sentences(self, section: Row) -> list[Row]:
        """The sentences with their part and neighbours, in the order that stands."""
        rows = []
        for part in section["parts"]:
            blocks = edits.ordered(part["blocks"], self.names, self.steps)
            keys = [self.names[b["id"]] for b in blocks if b["type"] != "wording"]
            for block in blocks:
                key = self.names[block["id"]]
                at = keys.index(key) if key in keys else None
                rows.append({"block": block, "key": key, "part": part, **_beside(keys, at)})
        return rows

    def _row(self, row: Row, sent: forms.Form | None) -> Row:
        key, block = row["key"], row["block"]
        step = self.decided.get(key)
        reads = step.text if step and step.act == edits.EDIT else block["text"]
        start = {"key": key, "seen": self.seen.get(key, 0)}
        return {
            **row,
            "step": step,
            "reads": reads,
            "seen": start["seen"],
            "moved": key in self.moved,
            "newest": self.newest.get(key),
            "act": Edit.Act(step.act).label if step else "",
            "reason": Edit.Reason(step.reason).label if step and step.reason else "",
            "sources": [self.sources[number] for number in block["evidence"]],
            "can_edit": block["type"] not in edits.FIXED_TYPES,
            "edit": self._form(EditForm, key, sent, {**start, "text": reads}),
            "cut": self._form(CutForm, key, sent, start),
            "sent": _is_about(sent, key),
            "sent_form": self._form(type(sent), key, sent, start) if sent else None,
            "theirs": getattr(sent, "theirs", "") if _is_about(sent, key) else "",
        }

    def _form(
        self, kind: type[forms.Form], key: str, sent: forms.Form | None, initial: Row
    ) -> forms.Form:
        """The form as it was sent, now knowing the newest step; else a fresh one."""
        prefix = f"{kind.__name__.lower()}-{key}-%s"
        if type(sent) is not kind or not _is_about(sent, key):
            return kind(initial={"key": key, **initial}, auto_id=prefix)
        data = {name: sent.data.get(name) for name in sent.data} | {"seen": initial.get("seen", 0)}
        again = kind(data, auto_id=prefix)
        for field, messages in sent.errors.items():
            if field not in again.errors:
                again.add_error(None if field == NON_FIELD_ERRORS else field, messages)
        return again

    def _places(self, ids: list[str]) -> list[Row]:
        return [
            {"section": section, "block": block, "key": self.names[block["id"]]}
            for section in self.content["sections"]
            for part in section["parts"]
            for block in part["blocks"]
            if block["id"] in ids
        ]


def _is_about(sent: forms.Form | None, key: str) -> bool:
    return sent is not None and sent.data.get("key") == key


def _beside(keys: list[str], at: int | None) -> Row:
    if at is None:
        return {"up": "", "down": ""}
    return {
        "up": keys[at - 1] if at else "",
        "down": keys[at + 1] if at + 1 < len(keys) else "",
    }
