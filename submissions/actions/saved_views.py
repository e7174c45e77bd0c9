"""The views of the desk that the Secretariat keeps: its own ones and those it shares."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forum import audit
from forum.errors import RuleError
from forum.models import User
from submissions.models import SavedView

MOST = 30


@transaction.atomic
def save(*, name: str, query: str, is_shared: bool, by: User) -> SavedView:
    """Keep a filter under a name that none of one's own views has."""
    if SavedView.objects.filter(owner=by).count() >= MOST:
        raise RuleError(_("You have %(most)d views already; delete one first.") % {"most": MOST})
    view = SavedView(owner=by, name=name, query=query, is_shared=is_shared)
    _store(view)
    audit.record(by, "saved a view", view)
    return view


@transaction.atomic
def change(view: SavedView, *, name: str, is_shared: bool, by: User) -> None:
    """Rename a view, share it or keep it for its owner."""
    view.name, view.is_shared = name, is_shared
    _store(view)
    audit.record(by, "changed a view", view)


@transaction.atomic
def delete(view: SavedView, *, by: User) -> None:
    audit.record(by, "deleted a view", view)
    view.delete()


def _store(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        refusal = _("A view of this owner has this name already. Choose another one.")
        raise RuleError(refusal, on=view, field="name") from error
