"""How a paper was made and how it is cited, in words: the same on the page and in every file."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from forum.templatetags.dates import day
from outcomes.models import ImpulsePaper, PaperVersion


class Principle(NamedTuple):
    """One of the five principles and how this paper kept it; `icon` is for the page."""

    icon: str
    title: str
    text: str


def principles(paper: ImpulsePaper, content: Mapping[str, Any]) -> list[Principle]:
    """The five principles of the portal, each with what was done."""
    purpose = _("Answers and notes serve this paper and nothing else.")
    safety = _(
        "A number that stands in no figure, or a statement without its source, stops the compilation."
    )
    counts = content["counts"]
    return [
        Principle("hand", _("Human control"), _control(paper)),
        Principle("lock", _("One purpose only"), purpose),
        Principle("shield", _("Safety first"), safety),
        Principle("eye", _("Transparency"), _transparency(counts)),
        Principle("users", _("Privacy"), _privacy(counts)),
    ]


def _control(paper: ImpulsePaper) -> str:
    sentences = [
        _(
            "Figures and notes are put together by fixed rules; no text was written by a machine "
            "learning model."
        )
    ]
    if paper.approved_by:
        sentences.append(_("%(name)s approved this exact version.") % {"name": paper.approved_by})
    else:
        sentences.append(_("Nobody has approved this version yet."))
    if paper.published_by:
        sentences.append(
            _("Another person, %(name)s, published it.") % {"name": paper.published_by}
        )
    return " ".join(sentences)


def _transparency(counts: Mapping[str, int]) -> str:
    numbers = {
        "count": counts["with_evidence"],
        "all": counts["statements"],
        "sources": counts["sources"],
    }
    return (
        _(
            "%(count)s of %(all)s statements lead to one of %(sources)s sources; the others are "
            "remarks of the compiler."
        )
        % numbers
    )


def _privacy(counts: Mapping[str, int]) -> str:
    numbers = {"named": counts["notes_with_a_name"], "hidden": counts["hidden_cells"]}
    return (
        _(
            "No name, address or time is kept with an answer. %(named)s notes carry a name, with "
            "consent. %(hidden)s small counts of the record are hidden."
        )
        % numbers
    )


def citation(version: PaperVersion, address: str) -> str:
    """`IGF 2023 WS #33 Title. Impulse paper, version 0.9, 11 October 2023. https://…`"""
    paper, content = version.paper, version.content
    words = _("Impulse paper, version %(label)s") % {"label": version.label}
    if paper.published_at:
        words += f", {day(paper.published_at, paper.workshop.edition)}"
    cited = f"{content['session']}. {words}. {address}"
    return f"{cited}. {_('Simulated answers')}." if content["simulated"] else f"{cited}."
