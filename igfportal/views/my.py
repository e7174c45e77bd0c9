from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from booths.models import Booth, BoothMessage
from outcomes.models import ImpulsePaper
from outcomes.permissions import APPROVERS
from workshops.duties import report_due
from workshops.models import Contributor, Workshop

SHOWN = 50


@require_safe
@login_required
def my(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this account, by what it may do."""
    user = request.user
    roles = _roles(user)
    context = {
        "invitations": roles.filter(answer=Contributor.Answer.ASKED)[:SHOWN],
        "proposals": _proposals(user)[:SHOWN],
        "booths": Booth.objects.visible_to(user)
        .filter(created_by=user)
        .select_related("edition", "organization")
        .order_by("-updated_at")[:SHOWN],
        "letters": BoothMessage.objects.filter(
            booth__created_by=user, status=BoothMessage.Status.FORWARDED
        ).select_related("booth__edition", "booth__organization")[:SHOWN],
        "moderated": _sessions(roles, *Contributor.MODERATORS)[:SHOWN],
        "reported": _sessions(roles, Contributor.Role.RAPPORTEUR)[:SHOWN],
        "papers": _papers_to_approve(user, roles)[:SHOWN],
        "unreported": _reports_to_write(user, roles)[:SHOWN],
    }
    return render(request, "igfportal/my.html", context)


def _roles(user) -> QuerySet[Contributor]:
    return (
        Contributor.objects.filter(person__user=user)
        .exclude(answer=Contributor.Answer.DECLINED)
        .exclude(workshop__created_by=user, role=Contributor.Role.ORGANIZER)
        .select_related("workshop__edition", "workshop__type", "person")
        .order_by("-workshop__edition__year", "workshop__number", "pk")
    )


def _proposals(user) -> QuerySet[Workshop]:
    organized = Contributor.objects.filter(
        person__user=user, role__in=Contributor.ORGANIZERS
    ).exclude(answer=Contributor.Answer.DECLINED)
    own = Workshop.objects.filter(created_by=user) | Workshop.objects.filter(
        pk__in=organized.values("workshop")
    )
    return (
        Workshop.objects.visible_to(user)
        .filter(pk__in=own.values("pk"))
        .select_related("edition", "type", "slot__room")
        .order_by("-updated_at")
    )


def _sessions(roles: QuerySet[Contributor], *names: str) -> QuerySet[Workshop]:
    """Accepted sessions in which the account holds one of the roles."""
    held = roles.filter(role__in=names).values("workshop")
    return (
        Workshop.objects.filter(
            pk__in=held, status=Workshop.Status.ACCEPTED, join_code__isnull=False
        )
        .select_related("edition", "type", "slot__room")
        .order_by("-edition__year", "number")
    )


def _reports_to_write(user, roles: QuerySet[Contributor]) -> list[tuple[Workshop, datetime]]:
    """Sessions held whose report the account may write and nobody has filed, with its day."""
    own = Q(created_by=user) | Q(pk__in=roles.filter(role__in=APPROVERS).values("workshop"))
    held = Workshop.objects.public().filter(
        own, report_filed_at=None, slot__starts_at__lt=timezone.now()
    )
    found = held.select_related("edition", "type", "slot").order_by("-slot__starts_at", "pk")
    return [(workshop, report_due(workshop.edition)) for workshop in found[:SHOWN]]


def _papers_to_approve(user, roles: QuerySet[Contributor]) -> QuerySet[ImpulsePaper]:
    held = roles.filter(role=Contributor.Role.RAPPORTEUR).values("workshop")
    return (
        ImpulsePaper.objects.visible_to(user)
        .filter(status=ImpulsePaper.Status.DRAFT, workshop__in=held)
        .select_related("workshop__edition", "workshop__type")
    )
