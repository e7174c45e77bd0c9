"""What an exhibitor decides about the place: offers from the waiting list, and sharing with a partner."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from booths import capacity, permissions
from booths.actions import messages as writing
from booths.actions import partnering as partners
from booths.actions import waiting
from booths.forms.message import BoothReplyForm
from booths.forms.partnering import PartnerBoothForm
from booths.models import Booth, BoothMessage, Offer, Partnering
from forum.errors import RuleError, refused

OFFER_ANSWERS = {"accept": waiting.accept_offer, "decline": waiting.decline_offer}
PARTNER_ANSWERS = {"agree": partners.agree, "decline": partners.decline}


def shared_place(booth: Booth) -> dict[str, Any]:
    """What the page of a request says about its place."""
    sharing = booth.sharing
    alone = not permissions.why_alone(booth)
    asked = booth.asked_by.open().select_related("asker__organization", "asker__edition")
    return {
        "position": capacity.position(booth) if booth.is_waiting else None,
        "offer": booth.offers.open().select_related("place").first(),
        "sharing": sharing,
        "asking": booth.asked_for.open().select_related("asked__organization").first(),
        "askings": list(asked) if alone else [],
        "partner_form": PartnerBoothForm(booth=booth) if alone else None,
        "letters": booth.messages.exclude(
            status__in=[BoothMessage.Status.WAITING, BoothMessage.Status.REFUSED]
        )[:50],
    }


@never_cache
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """No account is needed: whoever has the token of the mail may answer."""
    found = get_object_or_404(
        Offer.objects.select_related("booth__edition", "booth__created_by", "place"), token=token
    )
    answer = OFFER_ANSWERS.get(request.POST.get("action", ""))
    if request.method == "POST" and answer:
        answer(found, by=_account(request, found.booth))
        messages.success(request, _("Thank you, your answer is saved."))
        return redirect("booths:offer", token)
    expired = found.answer == Offer.Answer.OPEN and found.expires_at <= timezone.now()
    context = {
        "offer": found,
        "booth": found.booth,
        "edition": found.booth.edition,
        "is_open": found.answer == Offer.Answer.OPEN and not expired,
    }
    return render(request, "booths/offer.html", context)


def _account(request: HttpRequest, booth: Booth):
    return request.user if request.user.is_authenticated else booth.created_by


@login_required
@require_POST
def ask_partner(request: HttpRequest, uuid: UUID) -> HttpResponse:
    booth = _own(request, uuid)
    form = PartnerBoothForm(request.POST, booth=booth)
    if form.is_valid():
        try:
            partners.ask(booth, form.cleaned_data["partner"], by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The other booth is asked. You see the answer here."))
            return redirect("booths:request", uuid)
    return _partner_page(request, booth, form)


def _partner_page(request: HttpRequest, booth: Booth, form: Form) -> HttpResponse:
    context = {"submission": booth, "edition": booth.edition, "partner_form": form}
    return render(request, "booths/partner_form.html", context)


@login_required
@require_POST
def answer_partner(request: HttpRequest, uuid: UUID) -> HttpResponse:
    booth = _own(request, uuid)
    number = request.POST.get("partnering", "")
    asked = Partnering.objects.select_related("asked__edition", "asker").filter(asked=booth)
    wanted = int(number) if number.isdecimal() and len(number) < 10 else 0
    found = get_object_or_404(asked, pk=wanted)
    answer = PARTNER_ANSWERS.get(request.POST.get("action", ""))
    if answer:
        answer(found, by=request.user)
        messages.success(request, _("Your answer is saved and the other booth is told."))
    return redirect("booths:request", uuid)


def _own(request: HttpRequest, uuid: UUID) -> Booth:
    booth = get_object_or_404(Booth.objects.visible_to(request.user), uuid=uuid)
    if not permissions.is_exhibitor(request.user, booth):
        raise PermissionDenied(_("Only the exhibitor decides about sharing a place."))
    return booth


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A forwarded message, and the exhibitor's answer to it."""
    own = BoothMessage.objects.filter(booth__created_by=request.user).exclude(
        status__in=[BoothMessage.Status.WAITING, BoothMessage.Status.REFUSED]
    )
    message = get_object_or_404(own.select_related("booth__edition", "initiative"), uuid=uuid)
    form = BoothReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        writing.answer(message, reply=form.cleaned_data["reply"], by=request.user)
        messages.success(request, _("Your answer is sent."))
        return redirect("booths:letter", uuid)
    context = {"message": message, "edition": message.booth.edition, "form": form}
    return render(request, "booths/letter.html", context)
