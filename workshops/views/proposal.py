from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from submissions import unsaved
from submissions.models import Call
from submissions.views import Office, open_new, open_stored
from workshops import permissions
from workshops.actions import proposal as actions
from workshops.forms.proposal import ProposalForms, for_new_proposal
from workshops.models import Workshop

PROPOSALS = Office(
    forms=ProposalForms,
    call=Call.Kind.SESSION,
    page="workshops:proposal",
    templates="workshops/proposal",
    can_follow=permissions.can_follow,
    can_edit=permissions.can_edit,
    can_withdraw=permissions.can_withdraw,
    can_read_addresses=permissions.can_read_addresses,
    why_not_editable=permissions.why_not_editable,
    begin=actions.begin,
    save_draft=actions.save_draft,
    submit_new=actions.submit_new,
    submit=actions.submit,
)


@never_cache
@require_http_methods(["GET", "POST"])
def proposal_new(request: HttpRequest) -> HttpResponse:
    return open_new(request, PROPOSALS, for_new_proposal)


@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, uuid: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return unsaved.ask_to_log_in(request)
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), uuid=uuid)
    named = workshop.contributors.filter(listed=True).select_related("person")
    return open_stored(request, PROPOSALS, workshop, {"workshop": workshop, "named": named})
