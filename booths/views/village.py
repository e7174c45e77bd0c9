from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from booths.forms.village import VillageFilter
from booths.models import Booth
from forum.models import Edition
from forum.permissions import is_secretariat

PER_PAGE = 48


@require_safe
def village(request: HttpRequest, year: int) -> HttpResponse:
    """All released booths of the edition, by number."""
    edition = get_object_or_404(Edition, year=year)
    form = VillageFilter(request.GET, edition)
    booths = (
        form.apply(Booth.objects.visible_to(request.user).public().filter(edition=edition))
        .select_related("edition", "organization")
        .prefetch_related("themes", "goals", "initiatives")
        .order_by("number")
    )
    context = {
        "edition": edition,
        "editions": Edition.objects.all(),
        "filter": form,
        "page": Paginator(booths, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "booths/village.html", context)


@require_safe
def booth(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The public page of a booth; the Secretariat also sees it before the release."""
    booths = Booth.objects.visible_to(request.user).select_related("edition", "organization")
    if not is_secretariat(request.user):
        booths = booths.public()
    booth = get_object_or_404(booths, edition__year=year, number=number)
    return render(request, "booths/booth.html", public_page(booth))


def public_page(booth: Booth) -> dict:
    """What the public page of a booth shows."""
    return {"booth": booth, "edition": booth.edition}
