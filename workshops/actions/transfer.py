"""Sessions that come in by a table."""

from django.db import transaction

from forum.models import User
from submissions.requests import Content
from workshops.actions import proposal
from workshops.models import Workshop


@transaction.atomic
def write(workshop: Workshop, content: Content, *, by: User, invite: bool) -> None:
    """Store checked content; the people it adds are invited only when asked for."""
    for contributor in proposal.write(workshop, content, by=by):
        if invite:
            proposal.invite(contributor)
