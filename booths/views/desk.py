"""The Secretariat's desk for booth requests: what they add to it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from booths import capacity, rules
from booths.actions import review
from booths.forms.review import AcceptForm, narrow, waiting_for
from booths.models import Booth
from forum.access import secretariat_only
from forum.models import Edition
from submissions.models import Call
from submissions.secretariat import listing
from submissions.secretariat.office import Office


def chosen_edition(request: HttpRequest) -> Edition | None:
    """The edition whose year is asked for, else the current one."""
    year = request.GET.get("year", "")
    asked = year.isdecimal() and len(year) < 5
    found = Edition.objects.filter(year=int(year)).first() if asked else None
    return found or Edition.objects.current()


def _rows(user: Any) -> QuerySet[Booth]:
    booths = Booth.objects.visible_to(user)
    return booths.select_related("edition", "organization", "created_by", "stand", "host__stand")


def _attendance(booth: Booth) -> str:
    kinds = {
        (True, True): _("Onsite and virtual"),
        (True, False): _("Onsite"),
        (False, True): _("Virtual"),
    }
    return kinds.get((booth.is_onsite, booth.is_virtual), "")


def _accept_form(booth: Booth, data: Any = None) -> AcceptForm | None:
    if data is None and booth.is_waiting:
        return None
    return AcceptForm(data, booth=booth, auto_id="id_accept_%s")


def _accepted(booth: Booth) -> str:
    if booth.is_waiting:
        words = _("The Village is full. The request is number %(n)d on the waiting list now.")
        return words % {"n": capacity.position(booth)}
    return _("Accepted as %(name)s. Nobody was told yet.") % {"name": booth.short_name}


def _shown_with(_request: HttpRequest, booth: Booth) -> dict[str, Any]:
    return {
        "booth": booth,
        "position": capacity.position(booth) if booth.is_waiting else None,
        "offers": booth.offers.select_related("place"),
    }


OFFICE = Office(
    kind=Call.Kind.BOOTH,
    word=gettext_lazy("Booth"),
    title=gettext_lazy("Booth requests"),
    namespace="booths",
    page="desk_request",
    template="booths/desk_request.html",
    rows=_rows,
    type_of=_attendance,
    who=lambda booth: str(booth.organization or booth.created_by or ""),
    narrow=narrow,
    waiting_for=waiting_for,
    steps=[("waiting", gettext_lazy("On the waiting list"))],
    check=rules.of_stored,
    accept_form=_accept_form,
    accepted=_accepted,
    accept=review.accept,
    decline=review.decline,
    screen_out=review.screen_out,
    take_back=review.take_back,
    send_back=review.send_back,
    release=review.release,
    letters=review.letters,
    release_previewed=review.release_previewed,
    released=gettext_lazy("The decision is released and the exhibitor is told."),
    shown_with=_shown_with,
)


@require_safe
@secretariat_only
def desk(request: HttpRequest) -> HttpResponse:
    """The one list of the desk with the booth requests only, below the numbers of the Village."""
    edition = chosen_edition(request)
    numbers = capacity.numbers(edition) if edition else None
    return listing.show(request, [OFFICE], above="booths/_numbers.html", numbers=numbers)
