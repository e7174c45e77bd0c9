"""Comments on a published paper: given with or without an account, answered, moderated."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from forum.errors import RuleError, refused
from outcomes.actions import feedback, visitors
from outcomes.comments import address
from outcomes.forms.feedback import CommentForm, HideForm, ReplyForm, VisitorCommentForm
from outcomes.models import Comment, ImpulsePaper, PaperVersion
from outcomes.views.paper import find_paper, show_paper


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Public: write a comment. With an account it stands at once, else after a mail is confirmed."""
    paper, version = public_paper(request, year, code)
    kind = CommentForm if request.user.is_authenticated else VisitorCommentForm
    typed = request.POST if request.method == "POST" else None
    form = kind(typed, version=version, initial={"anchor": request.GET.get("on", "")})
    if form.is_valid() and (answered := _given(request, version, form)):
        return answered
    context = {"form": form, "version": version, **frame(paper)}
    return render(request, "outcomes/comment.html", context)


def _given(
    request: HttpRequest, version: PaperVersion, form: CommentForm | VisitorCommentForm
) -> HttpResponse | None:
    """Where to go on; nothing when the comment was refused, which the form then says."""
    said = form.cleaned_data
    try:
        if request.user.is_authenticated:
            given = feedback.give(version, by=request.user, **said)
            messages.success(request, _("Thank you. Your comment stands below the paper."))
            return redirect(address(given))
        visitors.ask_to_confirm(version, language=get_language(), **said)
    except RuleError as error:
        refused(form, error)
        return None
    context = {"address": said["address"], **frame(version.paper)}
    return render(request, "outcomes/comment_waits.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, year: int, code: str, token: str) -> HttpResponse:
    """Public: the link in a mail. Reading it changes nothing; a button publishes or deletes."""
    paper, _version = public_paper(request, year, code)
    found = visitors.find(paper, token)
    context = {"found": found, **frame(paper)}
    if found is None:
        return render(request, "outcomes/comment_confirm.html", context, status=404)
    if request.method != "POST":
        return render(request, "outcomes/comment_confirm.html", context)
    if request.POST.get("action") == "delete":
        visitors.discard(found)
        messages.success(request, _("It is deleted, and so is the address."))
        return redirect(paper)
    given = visitors.confirm(found)
    messages.success(request, _("Thank you. Your comment stands below the paper."))
    return redirect(address(given))


@login_required
@require_POST
def answer(request: HttpRequest, year: int, code: str, uuid: UUID) -> HttpResponse:
    """The rapporteur's written answer to a comment."""
    found = _comment(request, year, code, uuid)
    form = ReplyForm.of(found, request.POST)
    if form.is_valid() and _done(form, feedback.dispose, found, by=request.user):
        messages.success(request, _("The answer stands beside the comment."))
        return redirect(address(found))
    return show_paper(request, found.paper, {str(form.prefix): form})


@login_required
@require_POST
def hide(request: HttpRequest, year: int, code: str, uuid: UUID) -> HttpResponse:
    """Moderation: take a comment off the page, for a reason that stands in its place."""
    found = _comment(request, year, code, uuid)
    form = HideForm.of(found, request.POST)
    if form.is_valid() and _done(form, feedback.hide, found, by=request.user):
        messages.success(request, _("The comment is hidden. This can be undone."))
        return redirect(address(found))
    return show_paper(request, found.paper, {str(form.prefix): form})


@login_required
@require_POST
def show_again(request: HttpRequest, year: int, code: str, uuid: UUID) -> HttpResponse:
    """Moderation taken back."""
    found = _comment(request, year, code, uuid)
    feedback.show_again(found, by=request.user)
    messages.success(request, _("The comment is shown again."))
    return redirect(address(found))


def public_paper(request: HttpRequest, year: int, code: str) -> tuple[ImpulsePaper, PaperVersion]:
    """A paper that is public, and its newest public version; else 404."""
    paper = find_paper(request, year, code)
    version = paper.current
    if version is None or not paper.is_public:
        raise Http404
    version.paper = paper
    return paper, version


def frame(paper: ImpulsePaper) -> dict:
    """What the head of every page of a round needs."""
    workshop = paper.workshop
    return {"paper": paper, "workshop": workshop, "edition_of_paper": workshop.edition}


def _comment(request: HttpRequest, year: int, code: str, uuid: UUID) -> Comment:
    paper = find_paper(request, year, code)
    found = get_object_or_404(paper.comments.all(), uuid=uuid)
    found.paper = paper
    return found


def _done(form, action, found: Comment, *, by) -> bool:
    """Whether the action took what the form says; a refusal stands in the form."""
    try:
        action(found, by=by, **form.cleaned_data)
    except RuleError as error:
        refused(form, error)
        return False
    return True
