from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from booths import visitors
from booths.actions import messages as actions
from booths.forms.message import MessageForm
from booths.forms.village import VillageFilter
from booths.models import Booth
from booths.plan import plan
from forum.errors import RuleError, refused
from forum.models import Edition
from forum.permissions import is_secretariat
from submissions.attached import public_files

PER_PAGE = 48
WITH = ("edition", "organization", "stand", "host__stand", "host__organization", "host__edition")


@require_safe
def village(request: HttpRequest, year: int) -> HttpResponse:
    """All released booths of the edition, by number."""
    edition = get_object_or_404(Edition, year=year)
    form = VillageFilter(request.GET, edition)
    booths = (
        form.apply(Booth.objects.visible_to(request.user).public().filter(edition=edition))
        .select_related("edition", "organization", "stand", "host__stand")
        .prefetch_related("themes", "goals", "initiatives")
        .order_by("number")
    )
    context = {
        "edition": edition,
        "editions": Edition.objects.all(),
        "filter": form,
        "plan": plan(edition),
        "page": Paginator(booths, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "booths/village.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def booth(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The public page of a booth, where visitors write to it; the Secretariat sees it earlier."""
    booths = Booth.objects.visible_to(request.user).select_related(*WITH)
    if not is_secretariat(request.user):
        booths = booths.public()
    booth = get_object_or_404(booths, edition__year=year, number=number)
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        booth=booth,
        about=request.GET.get("help", ""),
    )
    if form.is_valid() and _sent(request, booth, form):
        thanks = _("Thank you. The Secretariat reads your message, then the booth gets it.")
        messages.success(request, thanks)
        return visitors.remember(request, redirect("booths:booth", year, number))
    return render(request, "booths/booth.html", public_page(booth) | {"form": form})


def public_page(booth: Booth) -> dict:
    """What the public page of a booth shows."""
    return {
        "booth": booth,
        "edition": booth.edition,
        "partner": _partner(booth),
        "public_files": public_files(booth),
        "file_page": "booths:request_file",
    }


def _sent(request: HttpRequest, booth: Booth, form: MessageForm) -> bool:
    if refusal := visitors.why_not_write(request):
        form.add_error(None, refusal)
        return False
    try:
        actions.write(booth, **form.cleaned_data)
    except RuleError as error:
        refused(form, error)
    return not form.errors


def _partner(booth: Booth) -> Booth | None:
    """The booth at the same place, once it is public."""
    sharing = booth.sharing
    return sharing if sharing and sharing.is_public else None
