from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.models import User
from workshops.actions import invitation as actions
from workshops.forms.invitation import OwnDataForm
from workshops.models import Contributor, Workshop

ANSWERS = {"accept": Contributor.Answer.ACCEPTED, "decline": Contributor.Answer.DECLINED}


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """No account is needed: whoever has the token of the mail may answer."""
    contributor = get_object_or_404(
        Contributor.objects.select_related("workshop__edition", "workshop__type", "person"),
        token=token,
    )
    action = request.POST.get("action", "")
    if action in ANSWERS:
        actions.answer(contributor, ANSWERS[action], by=_account(request))
        messages.success(request, _("Thank you, your answer is saved. You can change it here."))
        return redirect("workshops:invitation", token)
    form = OwnDataForm(request.POST) if request.method == "POST" else _form(contributor)
    if form.is_valid():
        actions.correct(contributor, by=_account(request), **form.cleaned_data)
        messages.success(request, _("Your data is corrected."))
        return redirect("workshops:invitation", token)
    return render(request, "workshops/invitation_form.html", _page(contributor, form))


def _account(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _form(contributor: Contributor) -> OwnDataForm:
    affiliation = str(contributor.affiliation or "")
    return OwnDataForm(initial={"name": contributor.person.name, "affiliation": affiliation})


def _page(contributor: Contributor, form: OwnDataForm) -> dict:
    workshop = contributor.workshop
    return {
        "contributor": contributor,
        "workshop": workshop,
        "edition": workshop.edition,
        "form": form,
        "withdrawn": workshop.status == Workshop.Status.WITHDRAWN,
    }
