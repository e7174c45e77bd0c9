"""The list of comments on a page of a paper: filtered, in pages, with the forms of who may answer."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from outcomes import comments, permissions
from outcomes.forms.feedback import HideForm, ReplyForm
from outcomes.models import Comment, ImpulsePaper, PaperVersion


def comments_context(
    request: HttpRequest,
    paper: ImpulsePaper,
    version: PaperVersion,
    refused: dict[str, forms.Form] | None = None,
) -> dict:
    """What `_comments.html` needs; `refused` holds forms as they were typed, by their prefix."""
    show = request.GET.get("show", comments.ALL)
    show = show if show in comments.FILTERS else comments.ALL
    page = Paginator(comments.listed(paper, show), comments.PER_PAGE).get_page(
        request.GET.get("page")
    )
    places = comments.places(version, page)
    kinds = _forms_of(request, paper)
    rows = [
        {"comment": one, "place": places.get(one.pk), **_forms(kinds, one, refused or {})}
        for one in page
    ]
    return {
        "comments": rows,
        "page": page,
        "show": show,
        "filters": comments.FILTERS.items(),
        "all_comments": paper.comments.count(),
        "open_comments": Comment.objects.waiting(paper).count(),
        "simulated_comments": any(one.is_simulated for one in page),
        "runs_round": permissions.can_run_round(request.user, paper),
    }


def _forms_of(request: HttpRequest, paper: ImpulsePaper) -> list[str]:
    """Which forms stand below every comment for this person."""
    user = request.user
    if not user.is_authenticated:
        return []
    answers = paper.workshop.has_role(user, *permissions.APPROVERS)
    moderates = permissions.can_moderate_comments(user, paper)
    return ["reply_form"] * answers + ["hide_form"] * moderates


def _forms(kinds: list[str], comment: Comment, refused: dict[str, forms.Form]) -> dict:
    made = {"reply_form": ReplyForm.of(comment), "hide_form": HideForm.of(comment)}
    if comment.is_hidden:
        del made["reply_form"]
    return {kind: refused.get(form.prefix, form) for kind, form in made.items() if kind in kinds}
