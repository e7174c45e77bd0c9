from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.errors import RuleError
from outcomes import permissions
from outcomes.actions import feedback
from outcomes.forms.feedback import CommentForm, ReplyForm
from outcomes.models import Comment
from outcomes.views.paper import find_paper, show_paper


@login_required
@require_POST
def comment(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A comment on a published paper, by anybody who is signed in."""
    paper = find_paper(request, year, code)
    version = paper.current
    if version is None or not permissions.can_comment(request.user, paper):
        raise RuleError(_("Comments are closed for this paper."), on=paper)
    form = CommentForm(request.POST, version=version)
    if not form.is_valid():
        return show_paper(request, paper, form=form)
    feedback.give(version, by=request.user, **form.cleaned_data)
    messages.success(request, _("Thank you. Your comment stands below the paper."))
    return redirect(f"{paper.get_absolute_url()}#feedback")


@login_required
@require_POST
def answer(request: HttpRequest, year: int, code: str, uuid: str) -> HttpResponse:
    """The rapporteur's written answer to a comment."""
    paper = find_paper(request, year, code)
    found = get_object_or_404(Comment.objects.filter(version__paper=paper), uuid=uuid)
    form = ReplyForm(request.POST, prefix=f"c{found.pk}")
    if not form.is_valid():
        return show_paper(request, paper, replies={found.pk: form})
    feedback.dispose(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("The answer stands beside the comment."))
    return redirect(f"{paper.get_absolute_url()}#feedback")
