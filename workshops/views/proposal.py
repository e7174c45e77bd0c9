from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from submissions.models import Call
from submissions.views import Office, open_new, open_stored, preview
from workshops import permissions, rules
from workshops.actions.proposal import submit, write
from workshops.answers import answers
from workshops.dates import events
from workshops.forms.proposal import ProposalForms, for_new_proposal
from workshops.models import Workshop
from workshops.views.session import public_page


def _named(workshop: Workshop) -> dict:
    return {"answers": answers(workshop)}


PROPOSALS = Office(
    model=Workshop,
    forms=ProposalForms,
    kind=Call.Kind.SESSION,
    page="workshops:proposal",
    templates="workshops/proposal",
    submit=submit,
    can_follow=permissions.can_follow,
    can_edit=permissions.can_edit,
    can_withdraw=permissions.can_withdraw,
    can_read_addresses=permissions.can_read_addresses,
    can_see_versions=permissions.can_see_versions,
    check=rules.of_typed,
    write=write,
    public_page=public_page,
    shown_with=_named,
    events=events,
)


@never_cache
@require_http_methods(["GET", "POST"])
def proposal_new(request: HttpRequest) -> HttpResponse:
    return open_new(request, PROPOSALS, for_new_proposal)


@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return open_stored(request, PROPOSALS, uuid)


@never_cache
@require_safe
def proposal_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return preview(request, PROPOSALS, uuid)
