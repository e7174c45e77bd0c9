"""How a paper was made and how it is cited, in words: the same on the page and in every file."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from forum.templatetags.dates import day
from outcomes.models import Edit, PaperVersion

DONE = ("accepted", "edited", "cut")


class Principle(NamedTuple):
    """One of the five principles and how this paper kept it; `icon` is for the page.

    `more` are further paragraphs, `points` a list below the last of them.
    """

    icon: str
    title: str
    text: str
    more: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def principles(version: PaperVersion) -> list[Principle]:
    """The five principles of the portal, each with what was done."""
    content = version.content
    review = _review_of(content)
    return [
        Principle("hand", _("Human control"), _control(version, review)),
        Principle("lock", _("One purpose only"), _purpose(content["counts"])),
        Principle("shield", _("Safety first"), _safety()),
        _transparency(content["counts"], review),
        Principle("users", _("Privacy"), _privacy(content["counts"])),
    ]


def _review_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """How often sentences were accepted, edited and cut; all zero where nobody took a step."""
    total = content["counts"].get("statements", 0)
    nobody = {"compiled": total, "unchanged": total, "accepted": 0, "edited": 0, "cut": 0}
    return content.get("review") or {**nobody, "reasons": {}, "cautions": [], "editors": []}


def _control(version: PaperVersion, review: Mapping[str, Any]) -> str:
    sentences = [
        _(
            "Figures and notes are put together by fixed rules; no text was written by a machine "
            "learning model."
        )
    ]
    if version.approved_by:
        name = {"name": version.approved_by}
        sentences.append(_("%(name)s approved this exact version.") % name)
    else:
        sentences.append(_("Nobody has approved this version yet."))
    numbers = {"all": review["compiled"], **{key: review[key] for key in DONE}}
    sentences.append(
        _(
            "Of %(all)s compiled sentences people accepted %(accepted)s in the review, edited "
            "%(edited)s and left out %(cut)s."
        )
        % numbers
    )
    if version.approved_by:
        others = _("The other %(number)s were accepted together with the approval.")
        sentences.append(others % {"number": review["unchanged"]})
    if version.published_by:
        name = {"name": version.published_by}
        sentences.append(_("Another person, %(name)s, published it.") % name)
    return " ".join(sentences)


def _purpose(counts: Mapping[str, int]) -> str:
    return _(
        "The paper is made of this session alone: its page, %(notes)s notes and, where there was a "
        "survey, its sealed record. They serve this paper and nothing else."
    ) % {"notes": counts["notes"]}


def _safety() -> str:
    return _(
        "A number that stands in no figure, a count without its base, a quote that is not word for "
        "word, a name or a quote without consent, or a statement without its source stops the "
        "compilation. The Secretariat can stop all compiling."
    )


def _transparency(counts: Mapping[str, int], review: Mapping[str, Any]) -> Principle:
    """Sources, who edited, why sentences were left out, and what was said to each caution."""
    numbers = {
        "count": counts["with_evidence"],
        "all": counts["statements"],
        "sources": counts["sources"],
    }
    text = (
        _(
            "%(count)s of %(all)s statements lead to one of %(sources)s sources; the others are "
            "remarks of the compiler or sentences under the name of their author."
        )
        % numbers
    )
    if review["editors"]:
        names = {"names": ", ".join(review["editors"])}
        text += " " + _("Edited or left out by: %(names)s.") % names
    more = []
    if review["reasons"]:
        more.append(f"{_('Why sentences were left out:')} {_reasons(review['reasons'])}.")
    if review["cautions"]:
        more.append(_("Cautions that were read before the approval:"))
    points = tuple(_caution(caution) for caution in review["cautions"])
    return Principle("eye", _("Transparency"), text, tuple(more), points)


def _reasons(reasons: Mapping[str, int]) -> str:
    return "; ".join(f"{Edit.Reason(key).label} ({number})" for key, number in reasons.items())


def _caution(caution: Mapping[str, str]) -> str:
    if caution["answer"]:
        return f"{caution['text']} {caution['by']}: {caution['answer']}"
    return f"{caution['text']} {_('Its sentences were edited or left out.')}"


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
    content = version.content
    words = _("Impulse paper, version %(label)s") % {"label": version.label}
    if version.published_at:
        words += f", {day(version.published_at, version.paper.workshop.edition)}"
    cited = f"{content['session']}. {words}. {address}"
    return f"{cited}. {_('Simulated answers')}." if content["simulated"] else f"{cited}."
