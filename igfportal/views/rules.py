"""The rules of an edition: how strict each is and what people read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.access import secretariat_only
from forum.models import Edition
from submissions.actions.rules import change_rule, ensure_rules
from submissions.models import Call, Rule
from submissions.rule_catalogue import CATALOGUE, in_order, known
from submissions.rule_forms import RuleForm
from workshops.models import SessionType


@require_safe
@secretariat_only
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of an edition, the current one unless asked otherwise."""
    year = request.GET.get("year", "")
    editions = Edition.objects.all()
    edition = editions.filter(year=int(year)).first() if year.isdecimal() else None
    edition = edition or editions.current()
    stored = in_order(Rule.objects.filter(edition=edition)) if edition else []
    context = {
        "edition": edition,
        "editions": editions,
        "kinds": [
            (label, [pair for pair in stored if pair[1].kind == kind])
            for kind, label in Call.Kind.choices
        ],
        "missing": sum(map(len, CATALOGUE.values())) - len(stored),
    }
    return render(request, "igfportal/rules.html", context)


@require_POST
@secretariat_only
def add_rules(request: HttpRequest, year: int) -> HttpResponse:
    edition = get_object_or_404(Edition, year=year)
    added = ensure_rules(edition, by=request.user)
    messages.success(request, _("Rules added: %(number)d.") % {"number": added})
    return _to_list(edition)


@require_http_methods(["GET", "POST"])
@secretariat_only
def rule(request: HttpRequest, year: int, kind: str, code: str) -> HttpResponse:
    """One rule, to be changed; it holds from the next check on."""
    stored = get_object_or_404(
        Rule.objects.select_related("edition"), edition__year=year, kind=kind, code=code
    )
    entry = known(kind, code)
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, rule=stored, scopes=_scopes(stored.edition))
    if form.is_valid():
        change_rule(stored, **form.content(), by=request.user)
        messages.success(request, _("The rule is saved."))
        return _to_list(stored.edition)
    context = {"edition": stored.edition, "rule": stored, "title": entry.title, "form": form}
    return render(request, "igfportal/rule_form.html", context)


def _to_list(edition: Edition) -> HttpResponse:
    return redirect(f"{reverse('secretariat:rules')}?year={edition.year}")


def _scopes(edition: Edition) -> dict[str, list[tuple[str, str]]]:
    types = list(SessionType.objects.filter(edition=edition))
    layouts = dict.fromkeys(layout for kind in types for layout in kind.layouts)
    return {
        "types": [(kind.code, kind.name) for kind in types],
        "layouts": [(layout, layout) for layout in layouts],
    }
