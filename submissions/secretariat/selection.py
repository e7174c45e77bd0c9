"""Which requests were chosen in the list, and which letters were read: both as words of a form."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from forum.errors import RuleError
from submissions.releases import Letter
from submissions.secretariat.listing import Look
from submissions.secretariat.office import Office

MOST = 500
Chosen = list[tuple[Office, Any]]
Read = dict[str, dict[UUID, str]]


def chosen(request: HttpRequest, offices: Sequence[Office]) -> Chosen:
    """The requests whose boxes are ticked, or all that the view of the list finds.

    Raises RuleError when nothing is chosen, or more than one step can take.
    """
    if request.POST.get("all"):
        look = Look(offices, QueryDict(request.POST.get("view", "")[:600]), request.user)
        keys = look.keys()
        _require_some(len(keys))
        return [(row.office, row.request) for row in look.show(keys)]
    wanted = read(request.POST.getlist("chosen")[: MOST + 1])
    _require_some(sum(map(len, wanted.values())))
    return _found(request, offices, wanted)


def read(words: Iterable[str]) -> Read:
    """{kind: {uuid: fingerprint}} of words like `session:<uuid>` or `session:<uuid>:<fingerprint>`."""
    found: Read = {}
    for word in words:
        kind, _colon, rest = word.partition(":")
        name, _colon, fingerprint = rest.partition(":")
        try:
            found.setdefault(kind, {})[UUID(name)] = fingerprint
        except ValueError:
            continue
    return found


def previewed(request: HttpRequest) -> Read:
    """The letters that a preview showed, with their fingerprints."""
    return read(request.POST.get("letters", "").split()[:MOST])


def letters_again(
    request: HttpRequest, offices: Sequence[Office], wanted: Read
) -> list[tuple[Office, Letter]]:
    """The letters of requests as they would be sent now, in the order of the offices."""
    return letters(_found(request, offices, wanted))


def letters(found: Chosen) -> list[tuple[Office, Letter]]:
    by_office: dict[str, tuple[Office, list[Any]]] = {}
    for office, submission in found:
        by_office.setdefault(office.kind, (office, []))[1].append(submission)
    return [
        (office, letter)
        for office, submissions in by_office.values()
        for letter in office.letters(submissions)
    ]


def _found(request: HttpRequest, offices: Sequence[Office], wanted: Read) -> Chosen:
    return [
        (office, submission)
        for office in offices
        if wanted.get(office.kind)
        for submission in office.rows(request.user)
        .filter(uuid__in=wanted[office.kind])
        .order_by("pk")
    ]


def _require_some(number: int) -> None:
    if not number:
        raise RuleError(_("Choose at least one request."))
    if number > MOST:
        limit = {"number": number, "most": MOST}
        raise RuleError(
            _("%(number)d requests are too many for one step; choose at most %(most)d.") % limit
        )
