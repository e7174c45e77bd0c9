"""What stands beside a request on its page: its dates, files, and the ways to its other pages."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from forum.models import User
from forum.references import reference
from submissions import timeline
from submissions.models import Attachment, Copy, Handover, Submission
from submissions.permissions import can_hand_over

if TYPE_CHECKING:
    from submissions.views.request import Office


class Following:
    """Read by the template, so that a save that shows no page asks for none of it."""

    def __init__(self, office: "Office", submission: Submission, user: User):
        self.office, self.submission, self.user = office, submission, user

    @cached_property
    def steps(self) -> list[timeline.Step]:
        more = self.office.events(self.submission)
        return timeline.steps(self.submission, self.office.kind, more)

    @cached_property
    def next(self) -> timeline.Step | None:
        return next((step for step in self.steps if step.state == timeline.NEXT), None)

    @cached_property
    def files(self) -> list[Attachment]:
        return list(Attachment.objects.filter(about=reference(self.submission)))

    @cached_property
    def copy(self) -> Copy | None:
        """The note about what was not copied, until it is read."""
        return Copy.objects.filter(about=reference(self.submission), read_at=None).first()

    @cached_property
    def handover(self) -> Handover | None:
        return Handover.objects.open().filter(about=reference(self.submission)).first()

    @property
    def can_edit(self) -> bool:
        return self.office.can_edit(self.user, self.submission)

    @property
    def files_page(self) -> str:
        return self._address("files")

    @property
    def file_page(self) -> str:
        """The name of the address of one file."""
        return f"{self.office.page}_file"

    @property
    def versions_page(self) -> str:
        may = self.office.can_see_versions(self.user, self.submission)
        return self._address("versions") if may and self.submission.submitted_at else ""

    @property
    def handover_page(self) -> str:
        return self._address("handover") if can_hand_over(self.user, self.submission) else ""

    @property
    def copied_page(self) -> str:
        return self._address("copied")

    def _address(self, page: str) -> str:
        return reverse(f"{self.office.page}_{page}", args=[self.submission.uuid])
