"""One person's visit to the form of a report: what was typed, which button, what came of it."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from forum.errors import RuleError, refused
from forum.models import User
from outcomes.actions import report as actions
from outcomes.forms.report import ReportForm, as_typed
from outcomes.models import ReportVersion, SessionReport
from outcomes.prefill import prefilled
from submissions import drafts, unsaved
from submissions.forms import Fact
from workshops.models import Workshop

FILES = {"file": "", "takeaways": "takeaways"}


class ReportDesk:
    """Shows the form, keeps the typing, files what is ready.

    After `work`, `filed` is the version a button made and `saved` says that a draft was kept;
    else the form has to be shown (again), with all that was typed. `refusal` says what was wrong.
    """

    def __init__(self, request: HttpRequest, workshop: Workshop, *, by: User) -> None:
        self.request, self.workshop, self.by = request, workshop, by
        self.report = SessionReport.objects.filter(workshop=workshop).first()
        self.newest = self.report.version if self.report else None
        self.source = ""
        self.filed: ReportVersion | None = None
        self.saved = self.stale = self.recovered = self.restored = False
        self.refusal = ""
        self.differences: list[Fact] = []
        self.typed = request.POST if request.method == "POST" else self._opened()
        self.revision = self._stated_revision()

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
        draft = self.report.draft if self.report else {}
        return " ".join(map(str, draft.get(drafts.EDITOR, [])))

    @property
    def corrects(self) -> bool:
        return bool(self.report and self.report.filed_at)

    @cached_property
    def form(self) -> ReportForm:
        part = FILES.get(self.action, "")
        return ReportForm(self.workshop.edition, self.typed, part=part, corrects=self.corrects)

    def work(self) -> None:
        """Do what the pressed button says."""
        self.restored = self.action == "restore"
        if self.request.method != "POST" or self.restored:
            return
        try:
            try:
                self._act()
            except drafts.Stale:
                if not self._overtook_itself():
                    raise
                self._act()
        except drafts.Stale:
            self._compare()
        except RuleError as error:
            self.refusal = str(error.message)
            refused(self.form, error)

    def saved_as_json(self, address: str) -> dict[str, Any]:
        """What a form that saves itself hears after its words are stored."""
        report = SessionReport.objects.get(workshop=self.workshop)
        saved_at = localtime(report.updated_at).isoformat()
        return {"saved_at": saved_at, "revision": report.revision, "url": address}

    def errors(self) -> bool:
        """Whether the form was checked and something is wrong."""
        return self.request.method == "POST" and self.action in FILES and bool(self.form.errors)

    def _act(self) -> None:
        if self.action not in FILES:
            self._keep()
            self.saved = True
        elif self.form.is_valid():
            self._file()
        else:
            self._keep()

    def _overtook_itself(self) -> bool:
        """Whether what was stored meanwhile is an earlier save of this very page."""
        self.report = SessionReport.objects.filter(workshop=self.workshop).first()
        if self.report is None or not drafts.goes_on(self.report.draft, self.typed):
            return False
        self.revision = self.report.revision
        return True

    def _file(self) -> None:
        """A refusal of a rule leaves the words in the draft."""
        whole = self.action == "file"
        act = actions.file if whole else actions.file_takeaways
        reason = {"reason": self.form.cleaned_data.get("reason", "")} if whole else {}
        by = {"by": self.by, "revision": self.revision, **reason}
        try:
            self.filed = act(self.workshop, self.form.content(), **by)
        except drafts.Stale:
            raise
        except RuleError:
            self._keep()
            raise

    def _keep(self) -> None:
        typed = drafts.pack(self.typed)
        self.report = actions.save(self.workshop, typed, revision=self.revision, by=self.by)
        self.revision = self.report.revision

    def _opened(self) -> QueryDict:
        """What is in the form at first: words kept over a log-in, the draft, what was filed, a start."""
        waiting = unsaved.take(self.request)
        self.recovered = bool(waiting)
        if waiting:
            return waiting
        if self.report and self.report.draft:
            return drafts.unpack(self.report.draft)
        if self.newest and self.newest.is_complete:
            return as_typed(self.newest.content)
        return self._begun()

    def _begun(self) -> QueryDict:
        """The paper or the notes, with takeaways that are filed already in place of theirs."""
        start = prefilled(self.workshop)
        self.source = start.pop("source")
        most = self.workshop.edition.limit("report_points")
        filed = self.newest.content if self.newest else {}
        for name in ("takeaways", "calls"):
            start[name] = filed.get(name) or start[name][:most]
        return as_typed(start)

    def _stated_revision(self) -> int:
        if self.report is None:
            return 0
        fresh = self.request.method != "POST" and not self.recovered
        if fresh or drafts.goes_on(self.report.draft, self.typed):
            return self.report.revision
        stated = self.typed.get("revision", "")
        return int(stated) if stated.isdecimal() and len(stated) < 10 else -1

    def _compare(self) -> None:
        """Somebody else saved: show their words beside these; saving again overwrites them."""
        self.report = SessionReport.objects.get(workshop=self.workshop)
        self.stale, self.revision = True, self.report.revision
        newest = self.report.version
        theirs = drafts.unpack(self.report.draft) if self.report.draft else None
        if theirs is None:
            theirs = as_typed(newest.content) if newest else QueryDict()
        other = ReportForm(self.workshop.edition, theirs, corrects=self.corrects)
        own = {fact.name: fact.text for fact in self.form.facts()}
        self.differences = [f for f in other.facts() if own.get(f.name, "") != f.text]
