from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from forum.models import Edition
from submissions.checklists import Checklist
from submissions.models import Submission
from submissions.releases import Letter, Released

Steps = Sequence[tuple[str, Any]]


def _nothing(_request: HttpRequest, _submission: Any) -> dict[str, Any]:
    return {}


def _no_types(_edition: Edition | None) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True)
class Office:
    """What one kind of request brings to the desk: its rows, its page, its decisions.

    `rows(user)` is what an account may see, with all that lists and letters read. The actions
    are called as `accept(request, by=…, **typed)`.
    `accept_form(request)` may be None where there is nothing to accept. `narrow` and
    `waiting_for` filter the rows; `steps` are those of its own, beside what all requests have,
    `types` the codes and names of its types in an edition (in all of them without one).
    The names of its addresses start with `namespace`; `page` is the one of a request and
    `desk` the one of its list.
    """

    kind: str
    word: Any
    title: Any
    namespace: str
    page: str
    template: str
    rows: Callable[[Any], QuerySet]
    type_of: Callable[[Any], str]
    who: Callable[[Any], str]
    narrow: Callable[[QuerySet, Mapping[str, Any]], QuerySet]
    waiting_for: Callable[[QuerySet, str], QuerySet]
    check: Callable[[Any], Checklist]
    accept_form: Callable[..., Any]
    accepted: Callable[[Any], str]
    accept: Callable[..., None]
    decline: Callable[..., None]
    screen_out: Callable[..., None]
    take_back: Callable[..., None]
    send_back: Callable[..., None]
    release: Callable[..., None]
    letters: Callable[[Sequence[Any]], list[Letter]]
    release_previewed: Callable[..., Released]
    released: Any
    steps: Steps = field(default=())
    types: Callable[[Edition | None], list[tuple[str, str]]] = _no_types
    shown_with: Callable[[HttpRequest, Any], dict[str, Any]] = _nothing

    @property
    def desk(self) -> str:
        return f"{self.namespace}:desk"

    def address(self, submission: Submission, step: str = "") -> str:
        """Where a request is shown at the desk, or where a step with it is sent."""
        return reverse(f"{self.namespace}:{step or self.page}", args=[submission.uuid])
