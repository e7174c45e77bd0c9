"""The review of a draft, sentence by sentence. Every step is kept; none is changed or deleted."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from outcomes import review
from outcomes.compiler import edits, statements
from outcomes.compiler.ledger import Block
from outcomes.models import Edit, ImpulsePaper
from outcomes.permissions import edit_refusal

Act = Edit.Act
STEPS_LIMIT = 20_000


class StaleError(RuleError):
    """Somebody else decided about the sentence meanwhile; `theirs` is how it reads now."""

    def __init__(self, message: str, on: ImpulsePaper, theirs: str) -> None:
        super().__init__(message, on=on)
        self.theirs = theirs


@transaction.atomic
def accept(paper: ImpulsePaper, key: str, *, by: User, seen: int) -> None:
    """Say that a sentence stands as it was compiled."""
    _decide(paper, key, by, seen, Act.ACCEPT)


@transaction.atomic
def edit(paper: ImpulsePaper, key: str, *, by: User, seen: int, text: str) -> None:
    """Replace a sentence by one's own, which stands in the paper under one's name."""
    _decide(paper, key, by, seen, Act.EDIT, text=text)


@transaction.atomic
def cut(paper: ImpulsePaper, key: str, *, by: User, seen: int, reason: str, text: str = "") -> None:
    """Leave a sentence out; the paper counts the reasons, only its people read the words."""
    _decide(paper, key, by, seen, Act.CUT, reason=reason, text=text)


@transaction.atomic
def move(paper: ImpulsePaper, key: str, *, by: User, act: str, near: str) -> None:
    """Put a sentence before or after another one of the same part."""
    _locked(paper, by)
    here = _part_of(paper, key)
    if near not in here or near == key:
        raise RuleError(_("The sentence cannot be moved there."), on=paper)
    _add(paper, by, Act(act), key, text=near)


@transaction.atomic
def accept_rest(paper: ImpulsePaper, wanted: Iterable[str], *, by: User) -> int:
    """Accept those of the sentences that nobody decided about; returns their number."""
    _locked(paper, by)
    known = _sentences(paper)
    decided = edits.decisions(review.steps(paper))
    rest = [key for key in dict.fromkeys(wanted) if key in known and key not in decided]
    number = _room(paper, len(rest))
    rows = [
        Edit(
            paper=paper, number=number + n, act=Act.ACCEPT, key=key, by=by,
            before=known[key]["text"],
        )
        for n, key in enumerate(rest)
    ]  # fmt: skip
    Edit.objects.bulk_create(rows)
    if rest:
        audit.record(by, "accepted sentences", paper, details={"keys": rest})
    return len(rest)


@transaction.atomic
def answer(paper: ImpulsePaper, key: str, *, by: User, text: str) -> None:
    """Accept a caution with a reason, which the paper prints."""
    _locked(paper, by)
    _has_a_name(paper, by)
    version = paper.version
    cautions = version.compiled.content.get("cautions", []) if version else []
    about = next((one["text"] for one in cautions if one["key"] == key), None)
    if about is None:
        raise RuleError(_("This caution is not about the present draft any more."), on=paper)
    if key in edits.answers(review.steps(paper)):
        raise RuleError(_("Somebody answered this caution meanwhile."), on=paper)
    _add(paper, by, Act.ANSWER, key, text=text, before=about)


@transaction.atomic
def take_back(paper: ImpulsePaper, number: int, *, by: User) -> None:
    """Undo one standing step, whoever made it; what stood before it stands again."""
    _locked(paper, by)
    row = paper.edits.filter(number=number).exclude(act=Act.UNDO).first()
    if row is None or Edit.objects.filter(undoes=row).exists():
        raise RuleError(_("This step was already taken back."), on=paper)
    _add(paper, by, Act.UNDO, row.key, undoes=row, before=row.before)


def _decide(paper: ImpulsePaper, key: str, by: User, seen: int, act: Edit.Act, **said: str) -> None:
    _locked(paper, by)
    block = _sentence(paper, key)
    if act == Act.EDIT:
        _can_stand(paper, block, by)
    taken = review.steps(paper)
    newest = edits.decisions(taken).get(key)
    if newest and _same(newest, act, by, said):
        return
    if edits.seen(taken).get(key, 0) != seen:
        raise _stale(paper, block, newest)
    _add(paper, by, act, key, before=_reads(block, newest), **said)


def _can_stand(paper: ImpulsePaper, block: Block, by: User) -> None:
    """Whether a sentence can be replaced by one of this person."""
    if block["type"] in edits.FIXED_TYPES:
        raise RuleError(_("A chart or a wording is accepted or cut, not edited."), on=paper)
    _has_a_name(paper, by)


def _has_a_name(paper: ImpulsePaper, by: User) -> None:
    if not review.signature(by):
        message = _("What you write here stands under your name, and your account has none yet.")
        raise RuleError(message, on=paper)


def _same(newest: edits.Step, act: Edit.Act, by: User, said: dict[str, str]) -> bool:
    """The same step sent twice."""
    names = ("text", "reason")
    mine = (act, review.signature(by), *(said.get(name, "") for name in names))
    return (newest.act, newest.by, newest.text, newest.reason) == mine


def _stale(paper: ImpulsePaper, block: Block, newest: edits.Step | None) -> StaleError:
    if newest is None:
        message = _("Meanwhile a decision about this sentence was taken back. Please look again.")
        return StaleError(message, paper, block["text"])
    message = _("Meanwhile %(name)s decided about this sentence: %(what)s. Please compare.") % {
        "name": newest.by,
        "what": Act(newest.act).label,
    }
    return StaleError(message, paper, _reads(block, newest))


def _reads(block: Block, newest: edits.Step | None) -> str:
    """The words that stand now: the edited ones, or the compiled ones."""
    return newest.text if newest and newest.act == Act.EDIT else block["text"]


def _locked(paper: ImpulsePaper, by: User) -> None:
    """From here on no other step and no approval until the transaction ends."""
    ImpulsePaper.objects.select_for_update().get(pk=paper.pk)
    paper.refresh_from_db()
    if refusal := edit_refusal(by, paper):
        raise RuleError(refusal, on=paper)


def _sentences(paper: ImpulsePaper) -> dict[str, Block]:
    """Key -> compiled sentence of the present draft."""
    version = paper.version
    content = version.compiled.content if version else {"sections": []}
    names = edits.keys(content)
    return {names[block["id"]]: block for _section, block in statements(content)}


def _sentence(paper: ImpulsePaper, key: str) -> Block:
    found = _sentences(paper).get(key)
    if found is None:
        raise RuleError(
            _("This sentence is not in the present draft any more: it was compiled again."),
            on=paper,
        )
    return found


def _part_of(paper: ImpulsePaper, key: str) -> set[str]:
    """The keys of the sentences that stand in the same part and may trade places with this one."""
    version = paper.version
    content = version.compiled.content if version else {"sections": []}
    names = edits.keys(content)
    parts = (part for section in content["sections"] for part in section["parts"])
    found = ({names[b["id"]]: b for b in part["blocks"]} for part in parts)
    here: dict[str, Block] = next((keys for keys in found if key in keys), {})
    movable = {name for name, block in here.items() if block["type"] != "wording"}
    return movable if key in movable else set()


def _add(paper: ImpulsePaper, by: User, act: Edit.Act, key: str, **said: Any) -> Edit:
    number = _room(paper, 1)
    row = Edit.objects.create(paper=paper, number=number, act=act, key=key, by=by, **said)
    audit.record(by, VERBS[act], row)
    return row


def _room(paper: ImpulsePaper, wanted: int) -> int:
    """The next number, where that many more steps fit."""
    last = review.last_step(paper)
    if last + wanted > STEPS_LIMIT:
        raise RuleError(_("This paper has as many steps as fit."), on=paper)
    return last + 1


VERBS = {
    Act.ACCEPT: "accepted sentence",
    Act.EDIT: "edited sentence",
    Act.CUT: "cut sentence",
    Act.BEFORE: "moved sentence",
    Act.AFTER: "moved sentence",
    Act.ANSWER: "answered caution",
    Act.UNDO: "took back step",
}
