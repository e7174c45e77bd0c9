"""Handing a request over: the submitter asks an address, its account takes over."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.errors import RuleError, refused
from forum.references import reference
from submissions.actions import handover as actions
from submissions.following_forms import HandoverForm
from submissions.models import Handover, Submission
from submissions.permissions import can_hand_over, gone_because
from submissions.views.request import Office, followed


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def handover(request: HttpRequest, uuid: UUID, office: Office) -> HttpResponse:
    """Who is asked, and the form to ask somebody."""
    stored = followed(request, office, uuid)
    if not can_hand_over(request.user, stored):
        reason = gone_because(stored) or _("Only whoever submitted it hands a request over.")
        raise PermissionDenied(reason)
    if request.POST.get("action") == "cancel":
        actions.cancel(stored, by=request.user)
        messages.success(request, _("The hand-over is cancelled. The link no longer works."))
        return redirect(f"{office.page}_handover", stored.uuid)
    form = HandoverForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _offered(request, office, stored, form):
        messages.success(request, _("A mail with the link is on its way."))
        return redirect(f"{office.page}_handover", stored.uuid)
    context = {
        "submission": stored,
        "edition": stored.edition,
        "back": reverse(office.page, args=[stored.uuid]),
        "asked": Handover.objects.open().filter(about=reference(stored)).first(),
        "form": form,
    }
    return render(request, "submissions/handover.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def take_over(request: HttpRequest, token: str, office: Office) -> HttpResponse:
    """What the link of the mail opens, for the account of the address it was sent to."""
    found = get_object_or_404(Handover.objects.select_related("by"), token=token)
    stored = _request_of(office, found)
    reason = actions.why_not_answer(found, stored, request.user)
    if request.method == "POST" and not reason:
        return _answered(request, office, found, stored)
    context = {"handover": found, "submission": stored, "reason": reason}
    status = 403 if request.method == "POST" else 200
    return render(request, "submissions/take_over.html", context, status=status)


def _answered(
    request: HttpRequest, office: Office, found: Handover, stored: Submission
) -> HttpResponse:
    if request.POST.get("action") == "decline":
        actions.decline(found, stored, by=request.user)
        messages.success(request, _("You declined. The sender is told."))
        return redirect("my")
    page = reverse(office.page, args=[stored.uuid])
    actions.accept(found, stored, by=request.user, page=page, also=office.taken_over)
    messages.success(request, _("It is yours now."))
    return redirect(page)


def _offered(request: HttpRequest, office: Office, stored: Submission, form: HandoverForm) -> bool:
    def page(token: str) -> str:
        return reverse(f"{office.page}_take_over", args=[token])

    try:
        actions.offer(stored, email=form.cleaned_data["email"], page=page, by=request.user)
    except RuleError as error:
        refused(form, error)
    return not form.errors


def _request_of(office: Office, found: Handover) -> Submission:
    """The token is the right to see what is offered."""
    label, _colon, key = found.about.partition(":")
    if label != office.model._meta.label_lower:
        raise Http404
    related = office.model._base_manager.select_related("edition", "created_by")
    return get_object_or_404(related, pk=key)
