"""The files of a request: listed, sent, fetched and deleted, each on its own address."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.errors import RuleError, refused
from forum.permissions import is_secretariat
from forum.references import reference
from submissions import uploads
from submissions.actions import attachments
from submissions.following_forms import AttachmentForm
from submissions.models import Attachment, Submission
from submissions.permissions import closed_because, may_be_fetched
from submissions.views.following import Following
from submissions.views.request import Office, followed


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def files(request: HttpRequest, uuid: UUID, office: Office) -> HttpResponse:
    """The list, and the form for one more; the words of the request are on another page."""
    stored = followed(request, office, uuid)
    may_send = office.can_edit(request.user, stored)
    if request.method == "POST" and not may_send:
        raise PermissionDenied(closed_because(stored, office.kind) or _("You cannot send files."))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AttachmentForm(*sent, edition=stored.edition)
    if form.is_valid() and _attached(request, stored, form):
        messages.success(request, _("The file is stored."))
        return redirect(f"{office.page}_files", stored.uuid)
    context = {
        "submission": stored,
        "edition": stored.edition,
        "back": reverse(office.page, args=[stored.uuid]),
        "following": Following(office, stored, request.user),
        "form": form if may_send else None,
        "reason": closed_because(stored, office.kind),
        "delete_page": f"{office.page}_file_delete" if _may_delete(request, office, stored) else "",
    }
    return render(request, "submissions/files.html", context)


@require_safe
def file(request: HttpRequest, file: UUID, office: Office) -> HttpResponse:
    """One file, always saved and never shown; a stranger learns nothing of one that is private."""
    found = get_object_or_404(Attachment, uuid=file)
    stored = _request_of(request, office, found)
    follows = request.user.is_authenticated and office.can_follow(request.user, stored)
    if not may_be_fetched(found, stored, follows=follows):
        raise Http404
    title = slugify(found.title, allow_unicode=True) or "file"
    try:
        answer = uploads.response(
            attachments.FOLDER, found.name, download_as=f"{title}.{found.suffix}"
        )
    except FileNotFoundError as error:
        raise Http404 from error
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@login_required
def delete(request: HttpRequest, uuid: UUID, file: UUID, office: Office) -> HttpResponse:
    stored = followed(request, office, uuid)
    if not _may_delete(request, office, stored):
        raise PermissionDenied(_("You cannot delete files here."))
    found = get_object_or_404(Attachment, uuid=file, about=reference(stored))
    attachments.remove(found, stored, by=request.user)
    messages.success(request, _("The file is deleted."))
    return redirect(f"{office.page}_files", stored.uuid)


def _attached(request: HttpRequest, stored: Submission, form: AttachmentForm) -> bool:
    data = form.cleaned_data
    try:
        attachments.attach(
            stored,
            data["file"],
            title=data["title"],
            kind=data["kind"],
            is_public=data["is_public"],
            by=request.user,
        )
    except RuleError as error:
        refused(form, error)
    return not form.errors


def _request_of(request: HttpRequest, office: Office, attachment: Attachment) -> Submission:
    label, _colon, key = attachment.about.partition(":")
    if label != office.model._meta.label_lower:
        raise Http404
    return get_object_or_404(office.model.objects.visible_to(request.user), pk=key)


def _may_delete(request: HttpRequest, office: Office, stored: Submission) -> bool:
    return office.can_edit(request.user, stored) or is_secretariat(request.user)
