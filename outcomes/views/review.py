"""The review of a draft on a phone or a desk: an overview, and one page per section.

Every step is a form of its own, so all of it works without JavaScript; what is refused is shown
again as it was typed, beside what stands now.
"""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.errors import RuleError, refused
from outcomes import permissions
from outcomes.actions import review as actions
from outcomes.desk import Desk
from outcomes.forms.review import AnswerForm, CutForm, EditForm, MoveForm, StepForm, UndoForm
from outcomes.models import ImpulsePaper
from outcomes.views.paper import find_paper, next_steps

FORMS: dict[str, type[forms.Form]] = {
    "accept": StepForm,
    "edit": EditForm,
    "cut": CutForm,
    "move": MoveForm,
    "answer": AnswerForm,
    "undo": UndoForm,
}


@login_required
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What is open before the approval, and how far each section is."""
    paper = _paper(request, year, code)
    return _answer(request, paper, _overview)


@login_required
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, year: int, code: str, section: str) -> HttpResponse:
    """The sentences of one section, each with its steps."""
    paper = _paper(request, year, code)

    def page(request: HttpRequest, desk: Desk, sent: forms.Form | None) -> HttpResponse:
        found = desk.section(section, request.GET.get("page"), sent)
        if found is None:
            raise Http404
        context = {**_frame(request, desk), **found, "orphan": _orphan(sent, found["rows"])}
        return render(request, "outcomes/review_section.html", context)

    return _answer(request, paper, page)


Page = Callable[[HttpRequest, Desk, forms.Form | None], HttpResponse]


def _answer(request: HttpRequest, paper: ImpulsePaper, page: Page) -> HttpResponse:
    """The page, or after a step the way back to its sentence."""
    if request.method != "POST":
        return page(request, Desk(paper), None)
    act = request.POST.get("do", "")
    if act == "rest":
        return _accept_rest(request, paper)
    if act not in FORMS:
        raise Http404
    form = FORMS[act](request.POST)
    if form.is_valid():
        try:
            _do(paper, act, form.cleaned_data, request)
        except actions.StaleError as error:
            form.theirs = error.theirs
            refused(form, error)
        except RuleError as error:
            refused(form, error)
        else:
            return _back(request, request.POST.get("key", ""))
    return page(request, Desk(paper), form)


def _do(paper: ImpulsePaper, act: str, said: dict, request: HttpRequest) -> None:
    by = request.user
    if act == "undo":
        actions.take_back(paper, said["number"], by=by)
    elif act == "answer":
        actions.answer(paper, said["key"], by=by, text=said["text"])
    elif act == "move":
        actions.move(paper, said["key"], by=by, act=said["act"], near=said["near"])
    elif act == "edit":
        actions.edit(paper, said["key"], by=by, seen=said["seen"], text=said["text"])
    elif act == "cut":
        reason, text = said["reason"], said["text"]
        actions.cut(paper, said["key"], by=by, seen=said["seen"], reason=reason, text=text)
    else:
        actions.accept(paper, said["key"], by=by, seen=said["seen"])


def _accept_rest(request: HttpRequest, paper: ImpulsePaper) -> HttpResponse:
    number = actions.accept_rest(paper, request.POST.getlist("keys"), by=request.user)
    done = ngettext("%(number)s sentence accepted.", "%(number)s sentences accepted.", number)
    messages.success(request, done % {"number": number})
    return _back(request, "rest")


def _back(request: HttpRequest, key: str) -> HttpResponse:
    anchor = f"#k-{key}" if key.replace("-", "").isalnum() else ""
    return redirect(f"{request.get_full_path()}{anchor}")


def _overview(request: HttpRequest, desk: Desk, sent: forms.Form | None) -> HttpResponse:
    context = {
        **_frame(request, desk),
        "cautions": desk.cautions(sent),
        "lost": desk.lost(),
        "sections": desk.progress(),
        "sent": sent if sent and sent.errors else None,
    }
    return render(request, "outcomes/review.html", context)


def _orphan(sent: forms.Form | None, rows: list[dict]) -> dict | None:
    """What was typed about a sentence that is not on the page any more."""
    if sent is None or any(row["sent"] for row in rows):
        return None
    typed = sent.data.get("text", "")
    reasons = [message for errors in sent.errors.values() for message in errors]
    return {"typed": typed, "reasons": reasons}


def _frame(request: HttpRequest, desk: Desk) -> dict:
    paper = desk.paper
    return {
        "desk": desk,
        "version": desk.version,
        "workshop": paper.workshop,
        "edition_of_paper": paper.workshop.edition,
        "paper": paper,
        "edit_refusal": permissions.edit_refusal(request.user, paper),
        **next_steps(request, paper),
        "title": _("Review of the paper") if paper.is_public else _("Review of the draft"),
    }


def _paper(request: HttpRequest, year: int, code: str) -> ImpulsePaper:
    """A compiled paper, for the people of its session and the Secretariat; 404 for others."""
    found = find_paper(request, year, code)
    if not permissions.can_take_notes(request.user, found.workshop) or found.version is None:
        raise Http404
    return found
