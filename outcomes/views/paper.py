from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import characters
from forum.models import Edition
from outcomes import permissions, review, switch
from outcomes.actions import paper as actions
from outcomes.forms.feedback import CommentForm, ReplyForm
from outcomes.models import Comment, ImpulsePaper, PaperVersion
from outcomes.reading import paper_context
from workshops.models import Workshop

PER_PAGE = 25
COMMENTS_PER_PAGE = 50
SEARCH_CHARS = 100


@require_safe
def papers(request: HttpRequest, year: int) -> HttpResponse:
    """Public: the papers of an edition; people also see their own unpublished ones."""
    edition = get_object_or_404(Edition, year=year)
    query = characters.without(request.GET.get("q", "")).strip()[:SEARCH_CHARS]
    found = ImpulsePaper.objects.visible_to(request.user).filter(workshop__edition=edition)
    if query:
        found = found.filter(Q(workshop__title__icontains=query) | _by_number(query))
    found = found.select_related("workshop__edition", "workshop__type")
    page = Paginator(found.order_by("-published_at", "workshop"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request, "outcomes/paper_list.html", {"shown": edition, "page": page, "query": query}
    )


@require_safe
def paper(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Public once published; before that its people read it here and take the next step."""
    found = find_paper(request, year, code)
    if found.workshop.code != code:
        return redirect(found)
    return show_paper(request, found)


def show_paper(
    request: HttpRequest,
    found: ImpulsePaper,
    form: CommentForm | None = None,
    replies: dict[int, ReplyForm] | None = None,
) -> HttpResponse:
    """The page of a paper, with forms that were refused as they were typed."""
    version = review.shown(found)
    context = next_steps(request, found)
    if found.is_public:
        context["public_versions"] = found.versions.public().count()
    if version is None:
        return render(request, "outcomes/paper_pending.html", {"paper": found, **context})
    context |= paper_context(version)
    context |= _comments(request, found, version, replies or {})
    if permissions.can_comment(request.user, found):
        context["form"] = form or CommentForm(version=version)
    return render(request, "outcomes/paper_detail.html", context)


@login_required
@require_POST
def approve(request: HttpRequest, year: int, code: str) -> HttpResponse:
    found = find_paper(request, year, code)
    step = request.POST.get("step", "0")
    known = int(step) if step.isdecimal() and len(step) <= 6 else -1
    actions.approve(_revision(request, found), by=request.user, step=known)
    messages.success(request, _("Approved. Now another person publishes the paper."))
    return redirect(found)


@login_required
@require_POST
def withdraw(request: HttpRequest, year: int, code: str) -> HttpResponse:
    found = find_paper(request, year, code)
    actions.withdraw_approval(found, by=request.user)
    messages.success(request, _("The paper is a draft again."))
    return redirect(found)


@login_required
@require_POST
def publish(request: HttpRequest, year: int, code: str) -> HttpResponse:
    found = find_paper(request, year, code)
    actions.publish(_revision(request, found), by=request.user)
    messages.success(request, _("Published. The paper is open for comments."))
    return redirect(found)


@login_required
@require_POST
def recompile(request: HttpRequest, year: int, code: str) -> HttpResponse:
    found = find_paper(request, year, code)
    actions.queue(found.workshop, by=request.user)
    messages.success(request, _("The paper is being compiled from the record and the notes."))
    return redirect(found)


def find_paper(request: HttpRequest, year: int, code: str) -> ImpulsePaper:
    """The paper at this address, or at an earlier one of its session; else 404, or if it is hidden."""
    visible = ImpulsePaper.objects.visible_to(request.user).select_related(
        "workshop__edition", "workshop__type"
    )
    return get_object_or_404(visible, workshop__in=Workshop.objects.at_address(year, code))


def _by_number(query: str) -> Q:
    digits = query.rpartition("#")[2].strip()
    numbered = digits.isdecimal() and len(digits) <= 9
    return Q(workshop__number=int(digits)) if numbered else Q(pk__in=[])


def _revision(request: HttpRequest, found: ImpulsePaper) -> PaperVersion:
    number = request.POST.get("revision", "")
    if not number.isdecimal() or len(number) > 4:
        raise Http404
    return get_object_or_404(found.versions.select_related("paper__workshop"), revision=int(number))


def next_steps(request: HttpRequest, found: ImpulsePaper) -> dict:
    """Which buttons this person gets, and why the expected one is missing."""
    user = request.user
    status = found.status
    involved = user.is_authenticated and permissions.can_take_notes(user, found.workshop)
    if not involved:
        return {"involved": False}
    signed = found.signed
    approvable = status == ImpulsePaper.Status.DRAFT or (found.is_public and not signed)
    refusal = ""
    if signed or approvable:
        ask = permissions.publish_refusal if signed else permissions.approve_refusal
        refusal = ask(user, found)
    return {
        "involved": True,
        "refusal": refusal,
        "signed": signed,
        "can_approve": approvable and not refusal,
        "can_publish": bool(signed) and not refusal,
        "can_withdraw": not permissions.withdraw_refusal(user, found),
        "can_compile": not permissions.compile_refusal(user, found.workshop),
        "can_review": not permissions.edit_refusal(user, found),
        "step": review.last_step(found),
        "stopped": switch.stopped(),
    }


def _comments(
    request: HttpRequest, found: ImpulsePaper, version: PaperVersion, replies: dict[int, ReplyForm]
) -> dict:
    every = Comment.objects.filter(version__paper=found).select_related("version")
    every = every.defer("version__content").order_by("at", "pk")
    page = Paginator(every, COMMENTS_PER_PAGE).get_page(request.GET.get("page"))
    answers = request.user.is_authenticated and found.workshop.has_role(
        request.user, *permissions.APPROVERS
    )
    rows = [
        (comment, (replies.get(comment.pk) or _reply_form(comment)) if answers else None)
        for comment in page
    ]
    open_ones = every.filter(disposition=Comment.Disposition.OPEN).count()
    return {
        "comments": rows,
        "page": page,
        "open_comments": open_ones,
        "simulated_comments": any(comment.is_simulated for comment, _form in rows),
    }


def _reply_form(comment: Comment) -> ReplyForm:
    initial = {"reply": comment.reply}
    if comment.disposition != Comment.Disposition.OPEN:
        initial["disposition"] = comment.disposition
    return ReplyForm(prefix=f"c{comment.pk}", initial=initial)
