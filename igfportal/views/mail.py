from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.access import secretariat_only
from forum.models import OutgoingMail

PER_PAGE = 50


@require_safe
@secretariat_only
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail of the portal, the newest first; searched by address or subject."""
    text = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    mails = OutgoingMail.objects.order_by("-created_at", "to")
    if text:
        mails = mails.filter(Q(to__icontains=text) | Q(subject_line__icontains=text))
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "igfportal/mail.html", {"page": page, "text": text})


@require_safe
@secretariat_only
def message(request: HttpRequest, key) -> HttpResponse:
    """One mail as it was or will be sent."""
    mail = get_object_or_404(OutgoingMail, pk=key)
    return render(request, "igfportal/mail_message.html", {"mail": mail})
