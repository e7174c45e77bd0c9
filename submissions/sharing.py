"""The link with which co-organizers without an account write along, until it is revoked."""

import secrets
from typing import NamedTuple
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from forum import audit
from forum.models import User
from submissions.models import Submission

PURPOSE = "submissions.sharing"


class Link(NamedTuple):
    """What a link says: the kind of request, which one, and the key it was made with."""

    kind: str
    uuid: UUID
    key: str


def path(submission: Submission, kind: str) -> str:
    """The address that opens the request without an account; empty while there is none."""
    if not submission.share_key:
        return ""
    stated = [str(kind), submission.uuid.hex, submission.share_key]
    return reverse("shared", args=[signing.Signer(salt=PURPOSE).sign_object(stated)])


def read(token: str) -> Link | None:
    """What a token says; None for one this portal has not made."""
    try:
        kind, uuid, key = signing.Signer(salt=PURPOSE).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Link(kind, UUID(uuid), key)


def request_of(model: type[Submission], link: Link) -> Submission:
    """The request a genuine link is about, also when it was revoked; the link is the right to it."""
    return get_object_or_404(model._base_manager.select_related("edition"), uuid=link.uuid)


def opens(link: Link, submission: Submission) -> bool:
    """Whether the link is the one that is valid now."""
    return bool(submission.share_key) and constant_time_compare(link.key, submission.share_key)


@transaction.atomic
def share(submission: Submission, *, by: User) -> None:
    """Make the link; one that is there stays as it is."""
    if not submission.share_key:
        _set(submission, secrets.token_urlsafe(12))
        audit.record(by, "shared", submission)


@transaction.atomic
def revoke(submission: Submission, *, by: User) -> None:
    """End the link at once; a later one is another."""
    if submission.share_key:
        _set(submission, "")
        audit.record(by, "stopped sharing", submission)


def _set(submission: Submission, key: str) -> None:
    submission.share_key = key
    submission.save(update_fields=["share_key"])
