"""The page of a round for its people, and the personal page of each invited stakeholder."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.errors import RuleError, refused
from forum.models import OutgoingMail
from forum.references import reference
from outcomes import comments, permissions
from outcomes.actions import stakeholders as actions
from outcomes.forms.feedback import CommentForm
from outcomes.forms.stakeholders import InviteForm, RoundForm
from outcomes.models import ImpulsePaper, PaperVersion, Stakeholder
from outcomes.views.feedback import frame, public_paper

PER_PAGE = 50


@login_required
@require_safe
def feedback(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Dates of the round, invited stakeholders and their answers; for the people of the session."""
    return _show(request, _own_round(request, year, code))


@login_required
@require_POST
def dates(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Extend or shorten the round."""
    paper = _own_round(request, year, code)
    form = RoundForm.of(paper, request.POST)
    if form.is_valid():
        try:
            actions.set_end(paper, by=request.user, **form.cleaned_data)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The date is saved."))
            return _back(paper)
    return _show(request, paper, round_form=form)


@login_required
@require_POST
def invite(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Put people on the list; a mistake names its line, and everything typed stays."""
    paper = _own_round(request, year, code)
    form = InviteForm(request.POST, paper=paper)
    if form.is_valid():
        said = form.cleaned_data
        try:
            number = actions.add(paper, said["lines"], language=said["language"], by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            text = ngettext(
                "%(number)d person is on the list and not mailed yet.",
                "%(number)d people are on the list and not mailed yet.",
                number,
            )
            messages.success(request, text % {"number": number})
            return _back(paper)
    return _show(request, paper, invite_form=form)


@login_required
@require_POST
def mails(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Mail everybody who got no link yet, or remind everybody who did not answer."""
    paper = _own_round(request, year, code)
    write = {"send": actions.send, "remind": actions.remind}.get(request.POST.get("action", ""))
    if write:
        number = write(paper, by=request.user)
        text = ngettext(
            "%(number)d mail is on its way.", "%(number)d mails are on their way.", number
        )
        messages.success(request, text % {"number": number})
    return _back(paper)


@login_required
@require_POST
def stakeholder(request: HttpRequest, year: int, code: str, uuid: UUID) -> HttpResponse:
    """One person of the list: remind, withdraw the invitation, take that back."""
    paper = _own_round(request, year, code)
    found = get_object_or_404(paper.stakeholders.all(), uuid=uuid)
    found.paper = paper
    action = request.POST.get("action", "")
    if action == "remind":
        actions.remind(paper, by=request.user, only=found)
        messages.success(request, _("A reminder goes to %(name)s.") % {"name": found.name})
    elif action == "withdraw":
        actions.withdraw(found, by=request.user)
        messages.success(request, _("The invitation is withdrawn."))
    elif action == "readmit":
        actions.readmit(found, by=request.user)
        messages.success(request, _("The personal link works again."))
    return _back(paper)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_link(request: HttpRequest, year: int, code: str, token: str) -> HttpResponse:
    """Public for whoever has the link: read, comment, or say that there is nothing to say."""
    paper, version = public_paper(request, year, code)
    found = actions.find(paper, token)
    if found is None or found.withdrawn_at:
        return render(request, "outcomes/feedback_gone.html", frame(paper), status=404)
    if request.POST.get("action") == "nothing":
        actions.say_nothing(paper, stakeholder=found)
        messages.success(request, _("Thank you. It is noted that you have no comments."))
        return redirect(request.path)
    typed = request.POST if request.method == "POST" else None
    initial = {"name": found.name, "group": found.group}
    form = CommentForm(typed, version=version, initial=initial)
    if form.is_valid() and _given(version, found, form):
        messages.success(request, _("Thank you. Your comment stands below the paper."))
        return redirect(request.path)
    context = {"form": form, "stakeholder": found, "version": version, **_own(version, found)}
    return render(request, "outcomes/feedback_link.html", context)


def _given(version: PaperVersion, found: Stakeholder, form: CommentForm) -> bool:
    """Whether the comment was taken; a refusal stands in the form."""
    try:
        actions.give(version, stakeholder=found, **form.cleaned_data)
    except RuleError as error:
        refused(form, error)
        return False
    return True


def _own(version: PaperVersion, found: Stakeholder) -> dict:
    """The person's comments with the answers they got."""
    own = list(found.comments.order_by("number"))
    places = comments.places(version, own)
    rows = [{"comment": one, "place": places.get(one.pk)} for one in own]
    page = version.paper.get_absolute_url()
    return {"comments": rows, "page_of_statements": page, **frame(version.paper)}


def _own_round(request: HttpRequest, year: int, code: str) -> ImpulsePaper:
    """A public paper whose round this person runs; for everybody else there is no such page."""
    paper, _version = public_paper(request, year, code)
    if not permissions.can_run_round(request.user, paper):
        raise Http404
    return paper


def _show(
    request: HttpRequest,
    paper: ImpulsePaper,
    round_form: RoundForm | None = None,
    invite_form: InviteForm | None = None,
) -> HttpResponse:
    people = paper.stakeholders.order_by("name", "pk")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(paper),
        "round_form": round_form or RoundForm.of(paper),
        "invite_form": invite_form or InviteForm(paper=paper),
        "form": round_form or invite_form,
        "round_refusal": permissions.round_refusal(request.user, paper),
        "invite_refusal": permissions.invite_refusal(request.user, paper),
        "page": page,
        "rows": _rows(paper, page),
        "to_be_sent": people.to_be_sent().count(),
        "to_be_reminded": people.to_be_reminded().count(),
        "answered": people.filter(answered_at__isnull=False).count(),
        "sample_mail": _sample_mail(paper),
    }
    return render(request, "outcomes/feedback.html", context)


def _rows(paper: ImpulsePaper, page: Page) -> list[dict]:
    """Everybody on the page, with whether a mail came back."""
    names = {reference(one): one for one in page}
    lost = OutgoingMail.objects.filter(
        kind__in=actions.MAILS, status=OutgoingMail.Status.FAILED, about__in=names
    )
    failed = set(lost.values_list("about", flat=True))
    rested = paper.stakeholders.to_be_reminded().filter(pk__in=[one.pk for one in page])
    keys = set(rested.values_list("pk", flat=True))
    return [
        {"person": one, "failed": name in failed, "can_remind": one.pk in keys}
        for name, one in names.items()
    ]


def _sample_mail(paper: ImpulsePaper) -> tuple[str, str] | None:
    """The mail to the first one who waits for it, without the link."""
    first = paper.stakeholders.to_be_sent().first()
    return actions.letter(actions.INVITATION, paper, first, "…") if first else None


def _back(paper: ImpulsePaper) -> HttpResponse:
    workshop = paper.workshop
    return redirect("outcomes:feedback", workshop.edition.year, workshop.code)
