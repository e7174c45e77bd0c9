"""The one list of requests: which, in which order, and how their rules stand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from forum.models import Edition, User
from submissions import steps
from submissions.desk_forms import EVERY_EDITION, STATES, VIEWS, RequestFilter, SaveViewForm
from submissions.models import Rule, SavedView, Submission
from submissions.secretariat.office import Office

PER_PAGE = 50
LONGEST_QUERY = 600
KEPT = ("q", "kind", "year", "type", "theme", "status", "waiting", "checks", "released", "sort")
Key = tuple[int, int]
SORT_FIELDS = (
    "pk", "submitted_at", "title", "number", "status", "blocking_rules", "warning_rules",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One request of the list; `is_due` says that its result is older than the rules."""

    office: Office
    request: Any
    is_due: bool

    @property
    def title(self) -> str:
        return self.request.title

    @property
    def key(self) -> str:
        return f"{self.office.kind}:{self.request.uuid}"

    @property
    def address(self) -> str:
        return self.office.address(self.request)

    @property
    def type(self) -> str:
        return self.office.type_of(self.request)

    @property
    def who(self) -> str:
        return self.office.who(self.request)


class Look:
    """One look at the requests of some offices: the filter of an address, and what it finds."""

    def __init__(self, offices: Sequence[Office], query: QueryDict, user: User):
        self.every, self.user = offices, user
        self.editions = list(Edition.objects.all())
        self.edition = self._edition(query.get("year", ""))
        self.form = RequestFilter(
            self._stated(query),
            kinds=[(office.kind, office.word) for office in offices],
            steps=[step for office in offices for step in office.steps],
            editions=self.editions,
            edition=self.edition,
            types=self._types(),
        )
        self.chosen = self.form.chosen()

    @property
    def offices(self) -> list[Office]:
        kind = self.chosen.get("kind")
        return [office for office in self.every if kind in ("", None, office.kind)]

    @property
    def query(self) -> str:
        """The filter as the part of an address after the `?`, without what says nothing."""
        said = {name: self.chosen[name] for name in KEPT if self.chosen.get(name)}
        if len(self.every) == 1:
            said["kind"] = self.every[0].kind
        return urlencode(said)

    def rows(self, office: Office, *, any_state: bool = False) -> QuerySet:
        """The requests of one office that fit, whatever their state if that is asked for."""
        rows = office.narrow(office.rows(self.user), self.chosen)
        if self.edition:
            rows = rows.filter(edition=self.edition)
        if step := self.chosen.get("waiting"):
            rows = office.waiting_for(rows, step)
        if result := self.chosen.get("checks"):
            rows = steps.with_checks(rows, result)
        if released := self.chosen.get("released"):
            rows = rows.filter(released_at__isnull=released == "no")
        status = self.chosen.get("status")
        return steps.with_status(rows, status) if status and not any_state else rows

    def keys(self) -> list[Key]:
        """(office, primary key) of all that fits, in the chosen order.

        Sorted in Python: the requests lie in two tables, and databases disagree about empty
        values.
        """
        order = ORDERS.get(self.chosen.get("sort", ""), ORDERS["newest"])
        found = [
            (order(values), (place, values[0]))
            for place, office in enumerate(self.offices)
            for values in self.rows(office).order_by().values_list(*SORT_FIELDS)
        ]
        return [key for _order, key in sorted(found)]

    def counts(self) -> list[tuple[str, Any, int]]:
        """(state, words, how many) of what fits apart from its state; only states that occur."""
        found: dict[str, int] = {}
        for office in self.offices:
            rows = self.rows(office, any_state=True).order_by()
            counted = rows.values_list("status", "is_screened_out").annotate(number=Count("pk"))
            for status, is_screened_out, number in counted:
                state = steps.SCREENED_OUT if is_screened_out else status
                found[state] = found.get(state, 0) + number
        return [(state, words, found[state]) for state, words in STATES if state in found]

    def show(self, keys: Iterable[Key]) -> list[Row]:
        """The rows of these keys, in their order; as many queries for one as for fifty."""
        wanted, offices = list(keys), self.offices
        changed = self._rules_changed()
        found: dict[Key, Row] = {}
        for place, office in enumerate(offices):
            mine = [pk for at, pk in wanted if at == place]
            for request in office.rows(self.user).filter(pk__in=mine):
                last = changed.get((request.edition_id, office.kind))
                found[place, request.pk] = Row(office, request, _is_due(request, last))
        return [found[key] for key in wanted if key in found]

    def _rules_changed(self) -> dict[tuple[int, str], datetime]:
        rows = Rule.objects.order_by().values_list("edition", "kind")
        return {(pk, kind): at for pk, kind, at in rows.annotate(at=Max("changed_at"))}

    def _edition(self, year: str) -> Edition | None:
        """The edition asked for, else the current one; None for all of them."""
        if year == EVERY_EDITION:
            return None
        named = {str(one.year): one for one in self.editions}
        return named.get(year) or next((one for one in self.editions if one.is_current), None)

    def _stated(self, query: QueryDict) -> QueryDict:
        stated = query.copy()
        stated["year"] = str(self.edition.year) if self.edition else EVERY_EDITION
        return stated

    def _types(self) -> list[tuple[str, str]]:
        types = [pair for office in self.every for pair in office.types(self.edition)]
        return list(dict(types).items())


def known(query: str) -> str:
    """The parts of an address that the list knows; the rest is left out."""
    said = parse_qsl(query[:LONGEST_QUERY])
    return urlencode([(name, value) for name, value in said if name in KEPT])


def show(request: HttpRequest, offices: Sequence[Office], **above: Any) -> HttpResponse:
    """The page of the list. `above` adds to what the template knows; `above=` names a part of it."""
    look = Look(offices, request.GET, request.user)
    page: Page = Paginator(look.keys(), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = look.show(page.object_list)
    counts = look.counts()
    context = {
        "title": offices[0].title if len(offices) == 1 else _("Requests"),
        "edition": look.edition,
        "filter": look.form,
        "page": page,
        "counts": counts,
        "total": sum(number for _state, _words, number in counts),
        "query": look.query,
        "is_whole": len(offices) > 1,
        "default_views": VIEWS,
        "saved_views": SavedView.objects.of(request.user),
        "save_form": SaveViewForm(initial={"query": look.query}, auto_id="id_view_%s"),
        **above,
    }
    return render(request, "submissions/desk.html", context)


def _is_due(request: Submission, rules_changed_at: datetime | None) -> bool:
    """Whether the stored result of an undecided request is missing or older than the rules."""
    if rules_changed_at is None or request.status != request.Status.SUBMITTED:
        return False
    return request.checked_at is None or request.checked_at < rules_changed_at


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


ORDERS: dict[str, Callable[[tuple], tuple]] = {
    "newest": lambda row: (-_moment(row[1]), -row[0]),
    "oldest": lambda row: (row[1] is None, _moment(row[1]), row[0]),
    "title": lambda row: (row[2].casefold(), row[0]),
    "number": lambda row: (row[3] is None, row[3] or 0, row[0]),
    "status": lambda row: (list(Submission.Status).index(row[4]), -_moment(row[1]), row[0]),
    "checks": lambda row: (-row[5], -row[6], -_moment(row[1]), row[0]),
}
