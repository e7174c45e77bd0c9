"""What the public may get of a person: a photo, and names while typing."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.models import Person
from submissions import uploads
from submissions.people import PHOTOS
from workshops import suggestions
from workshops.models import Contributor

SOURCES = {"person": suggestions.people, "organization": suggestions.organizations}


@require_safe
def photo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The photo of somebody who accepted to be named in a released session."""
    accepted = suggestions.shown_in_public().filter(answer=Contributor.Answer.ACCEPTED)
    people = Person.objects.filter(pk__in=accepted.values("person"))
    person = get_object_or_404(people, photo__in=[f"{uuid}.jpg", f"{uuid}.png"])
    try:
        return uploads.response(PHOTOS, person.photo)
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
@login_required
@never_cache
def names(request: HttpRequest) -> JsonResponse:
    """Up to ten public names that contain what was typed."""
    source = SOURCES.get(request.GET.get("of", ""), suggestions.people)
    return JsonResponse({"names": source(request.GET.get("q", ""))})
