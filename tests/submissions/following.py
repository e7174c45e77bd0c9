"""Requests of both kinds, for the pages beside them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from booths.models import Booth
from forum.models import Edition, User
from tests import factories
from tests.workshops.typed_proposal import rows, typed_proposal
from workshops.models import Workshop


class Kind(NamedTuple):
    """Where the pages of one kind of request are, and how one is made and typed."""

    new: str
    model: type
    make: Callable[..., Any]
    files: str

    def page(self, request, rest: str = "") -> str:
        return f"{self.new.removesuffix('new/')}{request.uuid}/{rest}"

    def typed(self, edition: Edition, **changes) -> dict:
        if self.model is Workshop:
            return typed_proposal(edition, **changes)
        return typed_booth(edition) | changes

    def made(self, by: User, **fields):
        """A request that this account has submitted."""
        owner = "organizer" if self.model is Workshop else "created_by"
        return self.make(**{owner: by}, **fields)


KINDS = {
    "session": Kind("/my/proposals/new/", Workshop, factories.make_workshop, "/files/sessions/"),
    "booth": Kind("/my/booths/new/", Booth, factories.make_booth, "/files/booths/"),
}


def typed_booth(edition: Edition) -> dict:
    """A complete, short request for a booth."""
    return {
        "organization": "Example Org",
        "title": "Trust in practice",
        "attendance": ["virtual"],
        "themes": [edition.themes.first().pk],
        "background": "Why.",
        "content": "What.",
        "contribution": "How.",
        "people_agreed": "on",
        "action": "submit",
        **rows("initiatives", [{"title": "One", "text": "What it is."}]),
        **rows("questions", [{"text": "How is trust built?"}]),
        **rows("partners", []),
        **rows("links", []),
    }
