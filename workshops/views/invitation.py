from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.models import User
from submissions import uploads
from submissions.people import PHOTOS
from workshops.actions import invitation as actions
from workshops.forms.invitation import OwnDataForm, own_data
from workshops.models import Contributor, Workshop
from workshops.permissions import can_remind

ANSWERS = {"accept": Contributor.Answer.ACCEPTED, "decline": Contributor.Answer.DECLINED}


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """No account is needed: whoever has the token of the mail may answer."""
    contributor = _invited(token)
    action = request.POST.get("action", "")
    if action in ANSWERS:
        actions.answer(contributor, ANSWERS[action], by=_account(request))
        messages.success(request, _("Thank you, your answer is saved. You can change it here."))
        return redirect("workshops:invitation", token)
    form = _form(request, contributor)
    if form.is_valid():
        actions.correct(contributor, form.cleaned_data, by=_account(request))
        messages.success(request, _("Your data is corrected."))
        return redirect("workshops:invitation", token)
    return render(request, "workshops/invitation_form.html", _page(contributor, form))


@require_safe
def invitation_photo(request: HttpRequest, token: str) -> HttpResponse:
    """The own photo, for whoever has the token."""
    person = _invited(token).person
    if not person.photo:
        raise Http404
    try:
        return uploads.response(PHOTOS, person.photo)
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
def remind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mail one person of the session again who has not answered yet."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), uuid=uuid)
    if not can_remind(request.user, workshop):
        raise PermissionDenied(_("The organizers of the session send reminders."))
    key = request.POST.get("contributor", "")
    named = workshop.contributors.filter(listed=True).select_related("person__user", "workshop")
    contributor = get_object_or_404(named, pk=int(key) if key.isdecimal() and len(key) < 16 else 0)
    actions.remind(contributor, by=request.user)
    name = {"name": contributor.person.name}
    messages.success(request, _("A reminder goes to %(name)s.") % name)
    return redirect("workshops:proposal", workshop.uuid)


def _invited(token: str) -> Contributor:
    related = ("workshop__edition", "workshop__type", "person", "affiliation")
    return get_object_or_404(Contributor.objects.select_related(*related), token=token)


def _account(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _form(request: HttpRequest, contributor: Contributor) -> OwnDataForm:
    with_photo = bool(contributor.person.photo)
    if request.method == "POST":
        return OwnDataForm(request.POST, request.FILES, with_photo=with_photo)
    return OwnDataForm(initial=own_data(contributor), with_photo=with_photo)


def _page(contributor: Contributor, form: OwnDataForm) -> dict:
    workshop = contributor.workshop
    return {
        "contributor": contributor,
        "workshop": workshop,
        "edition": workshop.edition,
        "form": form,
        "withdrawn": workshop.status == Workshop.Status.WITHDRAWN,
    }
