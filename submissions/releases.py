"""Releasing many decisions at once: exactly the mails that were read before, each of them once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.models import User
from submissions.models import Submission


@dataclass(frozen=True)
class Letter:
    """What the release of one decision sends. With an `obstacle` it cannot be released."""

    request: Submission
    to: list[str]
    subject: str = ""
    body: str = ""
    warnings: list[str] = field(default_factory=list)
    obstacle: str = ""

    @property
    def fingerprint(self) -> str:
        """Another one as soon as the decision, a recipient or a word of the mail is another."""
        said = [str(self.request.pk), str(self.request.status), str(self.request.decided_at)]
        said += [*self.to, self.subject, self.body, self.obstacle]
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:24]


@dataclass
class Released:
    """What became of a batch: what was released, how many mails, and what was left out and why."""

    requests: list[Submission] = field(default_factory=list)
    mails: int = 0
    left_out: list[tuple[Submission, str]] = field(default_factory=list)


Letters = Callable[[list[Any]], list[Letter]]


def letter(
    request: Submission, *, mail: str, to: list[str], warnings: Iterable[str] = ()
) -> Letter:
    """The mail of a decision as its release would send it, and what to look at before."""
    found = list(warnings)
    if not request.awaits_release:
        return Letter(request, to, obstacle=_("There is no decision that waits to be released."))
    if request.status == request.Status.ACCEPTED and request.number is None:
        return Letter(request, to, obstacle=_("It has no number yet."))
    if not to:
        found.append(_("No address is known: nobody will be told."))
    subject, body = outbox.render(mail, request)
    return Letter(request, to, subject, body, found)


@transaction.atomic
def release_previewed(
    rows: QuerySet, previewed: Mapping[UUID, str], *, letters: Letters, mail: str, by: User
) -> Released:
    """Release those of the rows whose letter still has the fingerprint it was previewed with.

    The rows stay locked from the comparison to the end, so nothing else is sent than what
    was read, and a second release of the same finds nothing to do.
    """
    chosen = rows.filter(uuid__in=previewed).order_by("pk").select_for_update(of=("self",))
    result, ready = Released(), []
    for one in letters(list(chosen)):
        if one.obstacle:
            result.left_out.append((one.request, one.obstacle))
        elif one.fingerprint != previewed[one.request.uuid]:
            result.left_out.append((one.request, _("It has changed since the preview.")))
        else:
            ready.append(one)
    if ready:
        _release(rows, ready, result, mail, by)
    return result


def _release(rows: QuerySet, ready: list[Letter], result: Released, mail: str, by: User) -> None:
    result.requests = [one.request for one in ready]
    keys = [request.pk for request in result.requests]
    rows.model._base_manager.filter(pk__in=keys, released_at=None).update(
        released_at=timezone.now(), released_by=by
    )
    sent = [(one.request, one.to, one.subject, one.body) for one in ready]
    result.mails = len(outbox.post(mail, sent))
    audit.record_all(by, "released", result.requests)
