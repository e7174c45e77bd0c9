"""One person's visit to a request form: what was typed, which button was pressed, what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forum.errors import RuleError
from forum.models import Edition
from submissions import drafts, requests, rows, unsaved
from submissions.drafts import Draft
from submissions.forms import Fact, RequestForms
from submissions.models import Submission
from submissions.rulebook import Blocked

DELIVERED = "delivered"
SILENT = {"autosave", "preview", "files", "share", "unshare"}
Save = Callable[[Draft, int], Submission]
Submit = Callable[[dict[str, Any], int], Submission]


class Desk:
    """Shows the form, keeps the typing, hands over what is ready.

    `work` calls `save` or `submit` as the pressed button says; afterwards `finished` is
    the request, or None while the form has to be shown (again), with all that was typed.
    """

    def __init__(
        self,
        request: HttpRequest,
        kind: type[RequestForms],
        edition: Edition,
        stored: QueryDict,
        submission: Submission | None = None,
        *,
        may_submit: bool = True,
    ):
        self.request, self.kind, self.edition = request, kind, edition
        self.may_submit = may_submit
        self.stored, self.submission = stored, submission
        self.finished: Submission | None = None
        self.refusal = ""
        self.stale = self.recovered = self.restored = False
        self.differences: list[Fact] = []
        self.typed = request.POST if request.method == "POST" else self._opened()
        self.revision = self._revision()

    def work(self, *, save: Save, submit: Submit) -> None:
        if self.request.method != "POST" or self.checks:
            return
        if self.action == "restore":
            self._restore()
            return
        if self.prefix:
            self.typed = rows.changed(self.typed, self.prefix)
        try:
            try:
                self._act(save, submit)
            except drafts.Stale:
                if not self._overtook_itself():
                    raise
                self._act(save, submit)
        except drafts.Stale:
            if self.submission:
                self._compare(self.submission)
        except requests.AlreadyBegun:
            raise
        except RuleError as error:
            self.refusal = str(error.message)
            self.forms.refuse(error)

    def _act(self, save: Save, submit: Submit) -> None:
        if self.prefix:
            self._keep_aside(save)
        elif not self.submits:
            self.finished = save(drafts.pack(self.typed), self.revision)
            if self.action not in SILENT:
                messages.success(self.request, _("Your draft is saved."))
        elif self.forms.is_valid():
            self._submit(save, submit)
        else:
            self._keep_aside(save)

    def _overtook_itself(self) -> bool:
        """Whether what was stored meanwhile is an earlier save of this very page."""
        stored = self.submission
        if stored is None or not drafts.goes_on(stored.draft, self.typed):
            return False
        self.revision = stored.revision
        return True

    @property
    def prefix(self) -> str:
        """The rows whose button was pressed."""
        return rows.pressed(self.request.POST, self.kind.row_sets)

    @property
    def submits(self) -> bool:
        return self.may_submit and self.action == "submit" and not self.prefix

    @property
    def action(self) -> str:
        return self.request.POST.get("action", "")

    @property
    def pending(self) -> bool:
        """Whether the page shows words that came with the request and may not be stored yet."""
        return self.request.method == "POST" or self.recovered

    @property
    def delivered(self) -> str:
        """The page and the number of the save that is stored, as the pages state them."""
        uuid = self.submission and str(self.submission.uuid)
        sent = self.request.session.get(DELIVERED, {}).get(uuid, [])
        return " ".join(self.stored.getlist(drafts.EDITOR) or sent)

    def remember_delivery(self) -> None:
        """Let the next page know whose words arrived, also when no draft is left to tell."""
        if self.finished and (editor := self.request.POST.getlist(drafts.EDITOR)):
            self.request.session[DELIVERED] = {str(self.finished.uuid): editor[:2]}

    @property
    def checks(self) -> bool:
        """Only the rules are asked; nothing is stored."""
        return self.request.POST.get("action") == "check" and not self.prefix

    def context(self) -> dict[str, Any]:
        parts = self.forms.parts
        needed = sum(part.needed for part in parts)
        return {
            "desk": self,
            "forms": self.forms,
            "form": self.forms.form,
            "errors": self.forms.errors,
            "submission": self.submission,
            "needed": needed,
            "answered": needed - sum(part.missing for part in parts),
        }

    def _submit(self, save: Save, submit: Submit) -> None:
        try:
            self.finished = submit(self.forms.content(), self.revision)
        except Blocked as error:
            self.forms.refuse(error)
            self._keep_aside(save)

    @cached_property
    def forms(self) -> RequestForms:
        """Made only where it is read: a form that saves itself needs none."""
        return self.kind(self.edition, self.typed, check=self.submits)

    def _opened(self) -> QueryDict:
        recovered = unsaved.take(self.request)
        self.recovered = bool(recovered)
        return recovered or self.stored

    def _revision(self) -> int:
        if self.submission is None:
            return 0
        if self.request.method == "POST" or self.recovered:
            if self.submission and drafts.goes_on(self.submission.draft, self.typed):
                return self.submission.revision
            stated = self.typed.get("revision", "")
            return int(stated) if stated.isdecimal() and len(stated) < 10 else -1
        return self.submission.revision

    def _keep_aside(self, save: Save) -> None:
        """Store what was typed as well, where there is a row to store it in."""
        if self.submission:
            save(drafts.pack(self.typed), self.revision)
            self.revision = self.submission.revision

    def _restore(self) -> None:
        """Words a device has kept are back in the form; nothing is stored before they are saved."""
        self.restored = True
        if self.submission and self.revision != self.submission.revision:
            self._compare(self.submission)

    def _compare(self, submission: Submission) -> None:
        """Somebody else saved: show their words beside these; saving again overwrites them."""
        other = self.kind(self.edition, self.kind.stored(submission))
        own = self.kind(self.edition, self.typed)
        self.differences = own.differences(other)
        if not self.differences and self._is_done(submission):
            self.finished = submission
            return
        self.stale, self.revision = True, submission.revision

    def _is_done(self, submission: Submission) -> bool:
        """Whether what was asked for has happened already, if the words stored are the same."""
        submitted = submission.status == submission.Status.SUBMITTED and not submission.draft
        return not self.prefix and (submitted or not self.submits)
