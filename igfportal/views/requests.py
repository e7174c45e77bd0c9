"""The desk of the Secretariat for all requests: sessions and booths in one list."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from booths.views.desk import OFFICE as BOOTHS
from forum.access import secretariat_only
from submissions.secretariat import batches, listing, saved
from workshops.views.desk import OFFICE as SESSIONS

OFFICES = (SESSIONS, BOOTHS)


@require_safe
@secretariat_only
def requests(request: HttpRequest) -> HttpResponse:
    return listing.show(request, OFFICES)


@require_POST
@secretariat_only
def preview_release(request: HttpRequest) -> HttpResponse:
    return batches.preview(request, OFFICES)


@require_POST
@secretariat_only
def release(request: HttpRequest) -> HttpResponse:
    return batches.release(request, OFFICES)


@require_POST
@secretariat_only
def decide(request: HttpRequest) -> HttpResponse:
    return batches.decide(request, OFFICES)


@require_POST
@secretariat_only
def check_again(request: HttpRequest) -> HttpResponse:
    return batches.check_again(request, OFFICES)


@require_safe
@secretariat_only
def views(request: HttpRequest) -> HttpResponse:
    return saved.views(request)


@require_POST
@secretariat_only
def save_view(request: HttpRequest) -> HttpResponse:
    return saved.save(request)


@require_POST
@secretariat_only
def change_view(request: HttpRequest, view: int) -> HttpResponse:
    return saved.change(request, view)


@require_POST
@secretariat_only
def delete_view(request: HttpRequest, view: int) -> HttpResponse:
    return saved.delete(request, view)
