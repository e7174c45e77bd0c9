"""Pages for the views of the desk: save one, rename it, delete it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.errors import RuleError, refused
from submissions.actions import saved_views
from submissions.desk_forms import SaveViewForm
from submissions.models import SavedView
from submissions.secretariat.listing import known


def views(request: HttpRequest, bound: SaveViewForm | None = None, pk: int = 0) -> HttpResponse:
    """One's own views and the shared ones, each with its form; `bound` is a refused one."""
    found = SavedView.objects.of(request.user).select_related("owner")
    rows = [(view, bound if bound and view.pk == pk else _form(view)) for view in found]
    new = bound if bound and not pk else None
    return render(
        request, "submissions/desk_views.html", {"rows": rows, "new": new, "bound": bound}
    )


def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the list showed."""
    form = SaveViewForm(request.POST, auto_id="id_view_%s")
    if form.is_valid():
        query = known(form.cleaned_data["query"])
        try:
            view = saved_views.save(**form.cleaned_data | {"query": query}, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(f"{reverse('secretariat:requests')}?{query}")
    return views(request, form)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or share a view."""
    view = get_object_or_404(SavedView.objects.of(request.user), pk=pk)
    form = SaveViewForm(request.POST, auto_id=f"id_view{pk}_%s")
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "is_shared")}
        try:
            saved_views.change(view, **said, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("The view is changed."))
            return redirect("secretariat:views")
    return views(request, form, pk)


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.of(request.user), pk=pk)
    saved_views.delete(view, by=request.user)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect("secretariat:views")


def _form(view: SavedView) -> SaveViewForm:
    stored = {"name": view.name, "is_shared": view.is_shared}
    return SaveViewForm(initial=stored, auto_id=f"id_view{view.pk}_%s")
