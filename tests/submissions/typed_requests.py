"""Requests as hypothesis invents them: complete, valid, and as odd as people can type."""

from typing import Any

from hypothesis import strategies as st

from forum.characters import refusal
from forum.countries import NAMES
from forum.models import Edition
from forum.vocabulary import Door, RegionalGroup, StakeholderGroup
from workshops.models import Contributor

ODD = (
    "=1+1", "+49", "-1", "@sum", "'", "''", "'=", "'quoted'", "<r>rich</r>", "<r>", "_x000D_", "x005F_",
    "_x0041_x0042_", '"', '""', ",", ";", "\t", "a;b,c", "a\nb", "a\r\nb\r\nc", "العربية", "中文", "👩🏽‍🚀",
    "é", "é", "#5", "no", "yes", "1.0", "007", "1e5", "2020-01-01", "TRUE", "null", "&amp;", "<b>", "ß", "İ",
    "]]>", "{=1}", "\\", "%s", "(continued)",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs"]).filter(lambda letter: not refusal(letter))


def text(most: int, lines: bool = False) -> st.SearchStrategy[str]:
    """A text that is not empty, with odd words among its letters."""
    odd = st.sampled_from(ODD) if lines else st.sampled_from([o for o in ODD if "\n" not in o])
    pieces = st.lists(st.one_of(odd, st.text(LETTERS, min_size=1, max_size=8)), min_size=1)
    joined = st.builds("".join, pieces.map(lambda found: found[:6]))
    return joined.map(lambda found: found[:most]).filter(lambda found: bool(found.strip()))


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy)


def _some(values: list[str], least: int = 0, most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)


ADDRESSES = st.integers(1, 8).map(lambda n: f"person{n}@example.org")
LINKS = st.integers(1, 99).map(lambda n: f"https://example.org/{n}?a=1;b,c='=\"")
COUNTRIES = ["Utopia; =1", "Kenya", "France", *NAMES]
ON = st.sampled_from([[], ["on"]])


@st.composite
def proposal(draw: Any, edition: Edition) -> tuple[dict, dict]:
    """Fields and rows of a session proposal."""
    kind = draw(st.sampled_from(list(edition.session_types.all())))
    theme = draw(st.sampled_from(list(edition.themes.all())))
    topics = [str(key) for key in theme.topics.values_list("pk", flat=True)]
    long = text(150, lines=True)
    fields = {
        name: draw(long) for name in ("description", "gains", "expected_outcomes", "hybrid_plan")
    }
    fields |= {"title": draw(text(60)), "type": str(kind.pk), "theme": str(theme.pk)}
    fields |= {
        "layout": draw(st.sampled_from(kind.layouts)),
        "minutes": "90",
        "people_agreed": "on",
    }
    fields |= {"topics": draw(_some(topics)), "goals": draw(_some([str(n) for n in range(1, 18)]))}
    agenda = st.fixed_dictionaries(
        {"title": text(100), "minutes": st.sampled_from(["1", "5", "9"]), "is_wave": ON}
    )
    link = st.fixed_dictionaries({"title": text(60), "url": LINKS, "is_background": ON})
    return fields, {
        "questions": draw(_questions(least=1)),
        "people": draw(_people()),
        "agenda": draw(st.lists(agenda, max_size=4)),
        "links": draw(st.lists(link, max_size=3)),
    }


@st.composite
def booth(draw: Any, edition: Edition) -> tuple[dict, dict]:
    """Fields and rows of a booth request."""
    themes = [str(key) for key in edition.themes.values_list("pk", flat=True)]
    long = text(150, lines=True)
    fields = {name: draw(long) for name in ("background", "content", "contribution")}
    fields |= {"title": draw(text(100)), "organization": draw(text(60)), "people_agreed": "on"}
    fields |= {"attendance": draw(_some(["onsite", "virtual"], least=1))}
    fields |= {"themes": draw(_some(themes, least=1)), "other_activities": draw(maybe(long))}
    fields |= {"goals": draw(_some([str(n) for n in range(1, 18)]))}
    link = st.fixed_dictionaries({"title": text(60), "url": LINKS})
    return fields, {
        "initiatives": draw(st.lists(_initiative(), max_size=3)),
        "questions": draw(_questions()),
        "partners": draw(st.lists(st.fixed_dictionaries({"name": text(40)}), max_size=3)),
        "links": draw(st.lists(link, max_size=3)),
    }


def _questions(least: int = 0) -> st.SearchStrategy[list[dict]]:
    question = st.fixed_dictionaries({"text": text(200)})
    return st.lists(question, min_size=least, max_size=4)


@st.composite
def _people(draw: Any) -> list[dict]:
    person = st.fixed_dictionaries(
        {
            "role": st.sampled_from(Contributor.Role.values),
            "name": st.one_of(st.sampled_from(["Ada", "ADA", "Åda"]), text(60)),
            "country": maybe(st.sampled_from(COUNTRIES)),
            "affiliation": maybe(text(60)),
            "group": maybe(st.sampled_from(StakeholderGroup.values)),
            "region": maybe(st.sampled_from(RegionalGroup.values)),
            "door": maybe(st.sampled_from(Door.values)),
        }
    )
    found = draw(st.lists(person, min_size=1, max_size=4))
    addresses = draw(
        st.lists(maybe(ADDRESSES), min_size=len(found), max_size=len(found), unique_by=_apart)
    )
    for row, address in zip(found, addresses, strict=True):
        row["email"] = address
    found[0]["role"] = Contributor.Role.ORGANIZER.value
    return list({_identity(row): row for row in reversed(found)}.values())[::-1]


def _identity(row: dict) -> tuple[str, ...]:
    """What the form takes for one person in one role; without an address, by name."""
    known = [row["email"]] if row["email"] else [row["name"], row["affiliation"]]
    return (row["role"], *(" ".join(text.split()).casefold() for text in known))


def _apart(address: str) -> object:
    """Rows may all lack an address, but none is given twice."""
    return address or object()


@st.composite
def _initiative(draw: Any) -> dict:
    row = {"title": draw(text(60)), "text": draw(text(100, lines=True))}
    row |= {"founders": draw(maybe(text(60))), "partners": draw(maybe(text(60)))}
    row |= {"since": draw(st.sampled_from(["", "1999", "2020"]))}
    row |= {"link": draw(maybe(LINKS))}
    for number in range(1, draw(st.integers(0, 4)) + 1):
        row |= {f"figure_{number}_label": draw(text(40)), f"figure_{number}_value": draw(text(20))}
    return row
