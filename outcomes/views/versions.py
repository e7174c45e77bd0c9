"""The versions of a paper: what each said, why it was made, and what changed from one to the next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.errors import RuleError, refused
from outcomes import differences, permissions, review
from outcomes.actions import paper as actions
from outcomes.forms.paper import NextVersionForm
from outcomes.models import ImpulsePaper, PaperVersion
from outcomes.reading import paper_context
from outcomes.views.feedback import frame
from outcomes.views.paper import find_paper

NEXT = "next"


@require_safe
def versions(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Public: every version that was ever public, with its reason and its differences."""
    paper = _public(request, year, code)
    public = list(_public_versions(paper))
    return render(
        request,
        "outcomes/versions.html",
        {
            **frame(paper),
            "rows": _rows(public),
            "in_work": _may_see_next(request, paper) and review.has_changes(paper),
        },
    )


@require_safe
def version(request: HttpRequest, year: int, code: str, label: str) -> HttpResponse:
    """One version at its permanent address; `next` is what people of the session prepare."""
    paper = _public(request, year, code)
    if label == NEXT:
        if not _may_see_next(request, paper):
            raise Http404
        found = review.working(paper)
    else:
        found = find_version(paper, label)
    current = paper.current
    if found is None or current is None:
        raise Http404
    context = {
        **paper_context(found),
        "current": current,
        "is_next": label == NEXT,
    }
    return render(request, "outcomes/paper_version.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def next_version(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What the next version changes, to be read before one approves it."""
    paper = _public(request, year, code)
    if not _may_see_next(request, paper):
        raise Http404
    correcting = paper.status == ImpulsePaper.Status.FINAL
    form = NextVersionForm(request.POST or None, correcting=correcting)
    if request.method == "POST" and form.is_valid() and _approved(request, paper, form):
        messages.success(request, _("Approved. Now another person publishes the new version."))
        return redirect(paper)
    newest, current, working = paper.version, paper.current, review.working(paper)
    if newest is None or current is None or working is None:
        raise Http404
    context = {
        **frame(paper),
        "form": form,
        "correcting": correcting,
        "newest": newest,
        "step": review.last_step(paper),
        "current": current,
        "changes": differences.between(current.content, working.content),
        "refusal": permissions.approve_refusal(request.user, paper),
    }
    return render(request, "outcomes/next_version.html", context)


def find_version(paper: ImpulsePaper, label: str) -> PaperVersion:
    """The public version of this name; 404 where there is none."""
    found = get_object_or_404(_public_versions(paper), label=label)
    found.paper = paper
    return found


def _approved(request: HttpRequest, paper: ImpulsePaper, form: NextVersionForm) -> bool:
    """Approve what was read; a refusal stands in the form."""
    said = form.cleaned_data
    read = get_object_or_404(paper.versions, revision=said["revision"])
    try:
        actions.approve(read, by=request.user, step=said["step"], reason=said["reason"])
    except RuleError as error:
        refused(form, error)
        return False
    return True


def _rows(public: list[PaperVersion]) -> list[dict]:
    """Newest first; each with what changed since the one before it."""
    pairs = zip(public, [None, *public], strict=False)
    rows = [
        {
            "version": newer,
            "older": older,
            "changes": differences.between(older.content, newer.content) if older else [],
            "number": place,
            "correction": place - 1,
        }
        for place, (newer, older) in enumerate(pairs)
    ]
    return rows[::-1]


def _public_versions(paper: ImpulsePaper):
    rows = paper.versions.public().order_by("revision")
    return rows.select_related("approved_by", "published_by")


def _public(request: HttpRequest, year: int, code: str) -> ImpulsePaper:
    """A paper that is public; before that it has no versions to show."""
    found = find_paper(request, year, code)
    if not found.is_public:
        raise Http404
    return found


def _may_see_next(request: HttpRequest, paper: ImpulsePaper) -> bool:
    user = request.user
    return user.is_authenticated and permissions.can_take_notes(user, paper.workshop)
