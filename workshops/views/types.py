"""The types of session of an edition: who may ask, how long they are, what they need."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.access import secretariat_only
from forum.errors import RuleError, refused
from forum.models import Edition
from workshops.actions.types import add_type, change_type
from workshops.forms.types import NewTypeForm, TypeForm
from workshops.models import SessionType


@require_safe
@secretariat_only
def types(request: HttpRequest) -> HttpResponse:
    """The types of an edition, the current one unless asked otherwise."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    edition = editions.filter(year=int(year)).first() if year.isdecimal() else None
    edition = edition or editions.current()
    kinds = SessionType.objects.filter(edition=edition)
    context = {"edition": edition, "editions": editions, "kinds": kinds}
    return render(request, "workshops/types.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_only
def kind(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One type, to be changed; it holds from the next form on."""
    stored = get_object_or_404(
        SessionType.objects.select_related("edition"), edition__year=year, code=code
    )
    data = request.POST if request.method == "POST" else None
    form = TypeForm(data, initial=TypeForm.stored(stored))
    if form.is_valid():
        change_type(stored, **form.cleaned_data, by=request.user)
        messages.success(request, _("The type is saved."))
        return _to_list(stored.edition)
    context = {"edition": stored.edition, "kind": stored, "title": stored.name, "form": form}
    return render(request, "workshops/type_form.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_only
def kind_new(request: HttpRequest, year: int) -> HttpResponse:
    """A type more."""
    edition = get_object_or_404(Edition, year=year)
    form = NewTypeForm(request.POST if request.method == "POST" else None, edition=edition)
    if form.is_valid():
        try:
            add_type(edition, **form.cleaned_data, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The type is added."))
            return _to_list(edition)
    context = {"edition": edition, "title": _("New type of session"), "form": form}
    return render(request, "workshops/type_form.html", context)


def _to_list(edition: Edition) -> HttpResponse:
    return redirect(f"{reverse('workshops:types')}?year={edition.year}")
