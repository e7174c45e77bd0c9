"""The registry of people and organizations, for the Secretariat."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booths.models import Booth
from forum import duplicates
from forum.access import secretariat_only
from forum.forms import MergeForm, OrganizationFilter, PeopleFilter
from forum.models import Organization, Person
from submissions import registry
from workshops.models import Contributor

PER_PAGE, SHOWN, OFFERED = 50, 200, 20


@require_safe
@secretariat_only
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom a request names or who has a person's row, searched and filtered."""
    form = PeopleFilter(request.GET)
    found = form.apply(
        Person.objects.select_related("organization", "user").annotate(
            roles_held=Count("contributors", distinct=True)
        )
    )
    page = _page(request, found.order_by("name", "pk"))
    return render(request, "igfportal/people.html", {"filter": form, "page": page})


@require_safe
@secretariat_only
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person, the sessions that name them, and others that may be the same."""
    found = get_object_or_404(Person.objects.select_related("organization", "user"), pk=person)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    named = Contributor.objects.filter(person=found).select_related(
        "workshop__edition", "workshop__type", "affiliation"
    )
    others = Person.objects.exclude(pk=found.pk).select_related("organization", "user")
    context = {
        "person": found,
        "named": named.order_by("-workshop__edition__year", "pk")[:SHOWN],
        "text": text,
        "others": others.filter(name__icontains=text)[:OFFERED] if text else [],
    }
    return render(request, "igfportal/person.html", context)


@require_safe
@secretariat_only
def organizations(request: HttpRequest) -> HttpResponse:
    """Every organization with how often it is named."""
    form = OrganizationFilter(request.GET)
    found = form.apply(Organization.objects.annotate(members=Count("people", distinct=True)))
    page = _page(request, found.order_by("name", "pk"))
    return render(request, "igfportal/organizations.html", {"filter": form, "page": page})


@require_safe
@secretariat_only
def organization(request: HttpRequest, organization: int) -> HttpResponse:
    """One organization: its people, the sessions and booths that name it."""
    found = get_object_or_404(Organization, pk=organization)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    others = Organization.objects.exclude(pk=found.pk)
    named = Contributor.objects.filter(affiliation=found).select_related(
        "person", "workshop__edition", "workshop__type"
    )
    booths = Booth.objects.visible_to(request.user).filter(organization=found)
    context = {
        "organization": found,
        "members": found.people.all()[:SHOWN],
        "named": named.order_by("-workshop__edition__year", "pk")[:SHOWN],
        "booths": booths.select_related("edition", "organization")[:SHOWN],
        "text": text,
        "others": others.filter(name__icontains=text)[:OFFERED] if text else [],
    }
    return render(request, "igfportal/organization.html", context)


@require_safe
@secretariat_only
def same(request: HttpRequest) -> HttpResponse:
    """Entries that may be one, each pair with the reason."""
    context = {
        "page": _page(request, duplicates.people()),
        "organizations": duplicates.organizations()[:PER_PAGE],
    }
    return render(request, "igfportal/duplicates.html", context)


@require_POST
@secretariat_only
def merge_people(request: HttpRequest) -> HttpResponse:
    keep, other = _two(request, Person.objects.all())
    name = other.name
    registry.merge_people(keep, other, by=request.user)
    messages.success(request, _("%(name)s is merged into this entry.") % {"name": name})
    return redirect("secretariat:person", keep.pk)


@require_POST
@secretariat_only
def merge_organizations(request: HttpRequest) -> HttpResponse:
    keep, other = _two(request, Organization.objects.all())
    name = other.name
    registry.merge_organizations(keep, other, by=request.user)
    messages.success(request, _("%(name)s is merged into this entry.") % {"name": name})
    return redirect("secretariat:organization", keep.pk)


@require_POST
@secretariat_only
def tell_people_apart(request: HttpRequest) -> HttpResponse:
    return _told_apart(request, Person.objects.all())


@require_POST
@secretariat_only
def tell_organizations_apart(request: HttpRequest) -> HttpResponse:
    return _told_apart(request, Organization.objects.all())


def _told_apart(request: HttpRequest, rows: QuerySet) -> HttpResponse:
    registry.tell_apart(*_two(request, rows), by=request.user)
    messages.success(request, _("Remembered: these two are not suggested again."))
    return redirect("secretariat:duplicates")


def _two(request: HttpRequest, rows: QuerySet) -> tuple:
    form = MergeForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    return tuple(get_object_or_404(rows, pk=said.get(name)) for name in ("keep", "other"))


def _page(request: HttpRequest, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
