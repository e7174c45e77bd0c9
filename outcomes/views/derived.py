from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.errors import RuleError, refused
from outcomes import permissions
from outcomes.actions import derived
from outcomes.forms.derived import PublicationForm
from outcomes.models import ImpulsePaper
from outcomes.views.feedback import frame
from outcomes.views.paper import find_paper


@login_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Link a later publication; 404 for everybody but the organizers and the Secretariat."""
    paper = _own(request, year, code)
    form = PublicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _linked(request, paper, form):
        messages.success(request, _("The publication stands below the paper."))
        return redirect(f"{paper.get_absolute_url()}#derived")
    return render(request, "outcomes/link_publication.html", {"form": form, **frame(paper)})


@login_required
@require_POST
def unlink(request: HttpRequest, year: int, code: str, uuid: UUID) -> HttpResponse:
    paper = _own(request, year, code)
    derived.unlink(get_object_or_404(paper.derived, uuid=uuid), by=request.user)
    messages.success(request, _("The link is taken back."))
    return redirect(f"{paper.get_absolute_url()}#derived")


def _linked(request: HttpRequest, paper: ImpulsePaper, form: PublicationForm) -> bool:
    try:
        derived.link(paper, by=request.user, **form.cleaned_data)
    except RuleError as error:
        refused(form, error)
        return False
    return True


def _own(request: HttpRequest, year: int, code: str) -> ImpulsePaper:
    paper = find_paper(request, year, code)
    if not permissions.can_link_publications(request.user, paper):
        raise Http404
    return paper
