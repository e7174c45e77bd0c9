"""The Secretariat's hand on the types of session of an edition."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import Edition, User
from workshops.models import SessionType


@transaction.atomic
def change_type(kind: SessionType, *, by: User, **facts: Any) -> None:
    """Set what a type says and asks for; it holds from the next form on.

    Requests that are submitted keep what they say. The code never changes.
    """
    for name, value in facts.items():
        setattr(kind, name, value)
    kind.save(update_fields=list(facts))
    audit.record(by, "changed a type of session", kind)


@transaction.atomic
def add_type(edition: Edition, *, code: str, by: User, **facts: Any) -> SessionType:
    """A type more for the edition; raises RuleError when it has one with this code."""
    try:
        with transaction.atomic():
            kind = SessionType.objects.create(edition=edition, code=code, **facts)
    except IntegrityError as error:
        refusal = _("This edition has a type with this code.")
        raise RuleError(refusal, on=edition, field="code") from error
    audit.record(by, "added a type of session", kind)
    return kind
