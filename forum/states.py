"""One way to change a status: a single conditional UPDATE along the moves a model allows."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from forum.errors import RuleError


class Moving(models.Model):
    """A row with a `status` and a table `MOVES` of {from: {to, …}}."""

    MOVES: dict[str, set[str]] = {}

    if TYPE_CHECKING:
        status: str

        def get_status_display(self) -> str: ...

    class Meta:
        abstract = True

    def move_to(self, status: str, **fields) -> None:
        """Change the status and the given fields at once.

        Raises RuleError when the move is not allowed from the stored status: of two
        people deciding at the same moment the second one is told so.
        """
        sources = [source for source, targets in self.MOVES.items() if status in targets]
        moved = (
            type(self)
            ._base_manager.filter(pk=self.pk, **{"status__in": sources})
            .update(**{"status": status, **fields})
        )
        if not moved:
            self.refresh_from_db()
            raise RuleError(
                _("This is not possible: the present state is “%(state)s”.")
                % {"state": self.get_status_display()},
                on=self,
            )
        self.refresh_from_db()
