"""Booth requests that come in by a table."""

from django.db import transaction

from booths.actions import request
from booths.models import Booth
from forum.models import User
from submissions.requests import Content


@transaction.atomic
def write(booth: Booth, content: Content, *, by: User, invite: bool) -> None:  # noqa: ARG001
    """Store checked content; a booth names nobody who would be invited."""
    request.write(booth, content, by=by)
