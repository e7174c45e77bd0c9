"""The comments on a paper as its readers find them: filtered, and each with what it is about."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outcomes.compiler import statements
from outcomes.models import Comment, ImpulsePaper, PaperVersion

PER_PAGE = 50
LABEL_CHARS = 90
ALL = "all"
STANDS, CHANGED, GONE = "stands", "changed", "gone"
FILTERS = {
    ALL: _("All"),
    Comment.Disposition.OPEN.value: _("Not answered"),
    Comment.Disposition.ACCEPTED.value: _("Accepted"),
    Comment.Disposition.NOTED.value: _("Noted"),
    Comment.Disposition.DECLINED.value: _("Declined"),
}


class Place(NamedTuple):
    """The statement a comment is about: its words then, and where they are to be read."""

    words: str
    href: str
    state: str
    label: str


def listed(paper: ImpulsePaper, show: str = ALL) -> QuerySet[Comment]:
    """In the order they came, on every version; hidden ones stand in the whole list only."""
    every = paper.comments.order_by("number")
    if show not in FILTERS or show == ALL:
        return every
    return every.filter(disposition=show, hidden_as="")


def places(shown: PaperVersion, comments: Iterable[Comment]) -> dict[int, Place]:
    """Comment key → its statement, for those that are about one.

    It leads to `#sN` where the words still stand in the shown version, else to the version that the
    comment was given on.
    """
    about = [comment for comment in comments if comment.anchor and not comment.is_hidden]
    versions = shown.paper.versions.select_related("base").in_bulk({c.version_id for c in about})
    texts = {key: _texts(version) for key, version in versions.items()}
    now = _texts(shown)
    return {
        comment.pk: _place(comment, shown, versions[comment.version_id], texts, now)
        for comment in about
        if comment.anchor in texts[comment.version_id]
    }


def address(comment: Comment) -> str:
    """Where it stands in the list of its paper: no number is ever missing there."""
    page = (comment.number - 1) // PER_PAGE + 1
    asked = f"?page={page}" if page > 1 else ""
    return f"{comment.paper.get_absolute_url()}{asked}#{comment.label}"


def shortened(text: str) -> str:
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1].rstrip() + "…"


def _place(
    comment: Comment,
    shown: PaperVersion,
    version: PaperVersion,
    texts: dict[int, dict[str, str]],
    now: dict[str, str],
) -> Place:
    words, anchor = texts[version.pk][comment.anchor], comment.anchor
    same = anchor if now.get(anchor) == words else _id_of(words, now)
    if same:
        return Place(shortened(words), f"#{same}", STANDS, version.label)
    version.paper = shown.paper
    one_compilation = version.compiled.pk == shown.compiled.pk
    state = CHANGED if one_compilation and anchor in now else GONE
    return Place(shortened(words), f"{version.get_absolute_url()}#{anchor}", state, version.label)


def _id_of(words: str, now: dict[str, str]) -> str:
    return next((anchor for anchor, text in now.items() if text == words), "")


def _texts(version: PaperVersion) -> dict[str, str]:
    return {block["id"]: block["text"] for _section, block in statements(version.content)}
