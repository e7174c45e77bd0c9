"""What the Secretariat does with many requests at once: decide, read the mails, release."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.errors import RuleError
from submissions import checklists
from submissions.decision_forms import DeclineForm, ScreenOutForm
from submissions.models import Submission
from submissions.secretariat import listing, selection
from submissions.secretariat.office import Office
from submissions.secretariat.selection import Chosen

LETTERS_PER_PAGE = 20
CHECKED_AT_ONCE = 200
NAMED = 10
LIST = "secretariat:requests"
STEPS = {"accept": None, "decline": DeclineForm, "screen_out": ScreenOutForm}


def preview(request: HttpRequest, offices: Sequence[Office]) -> HttpResponse:
    """Every mail that a release of the chosen decisions sends, page by page; nothing is changed.

    The page carries the fingerprints of all letters as they were first read.
    """
    known = selection.previewed(request)
    if known:
        letters = selection.letters_again(request, offices, known)
    else:
        letters = selection.letters(selection.chosen(request, offices))
        known = _fingerprints(letters)
    ready = [pair for pair in letters if not pair[1].obstacle]
    page = Paginator(ready, LETTERS_PER_PAGE).get_page(request.POST.get("page"))
    context = {
        "page": page,
        "ready": len(ready),
        "mails": sum(len(letter.to) for _office, letter in ready),
        "warned": sum(bool(letter.warnings) for _office, letter in ready),
        "shown": [(office, one, _changed(office, one, known)) for office, one in page],
        "left_out": [letter for _office, letter in letters if letter.obstacle],
        "letters": _words(known),
        "view": listing.known(request.POST.get("view", "")),
    }
    return render(request, "submissions/desk_release.html", context)


def release(request: HttpRequest, offices: Sequence[Office]) -> HttpResponse:
    """Release exactly the letters that were previewed and have not changed since."""
    known = selection.previewed(request)
    if not known:
        raise RuleError(_("Open the preview first: it says what will be released."))
    released = mails = 0
    left_out: list[tuple[Submission, str]] = []
    for office in offices:
        if known.get(office.kind):
            result = office.release_previewed(known[office.kind], by=request.user)
            released += len(result.requests)
            mails += result.mails
            left_out += result.left_out
    if released:
        words = ngettext("%(n)d decision is released.", "%(n)d decisions are released.", released)
        written = ngettext("%(n)d mail is written.", "%(n)d mails are written.", mails)
        messages.success(request, f"{words % {'n': released}} {written % {'n': mails}}")
    _say_left_out(request, left_out)
    return _to_list(request)


def decide(request: HttpRequest, offices: Sequence[Office]) -> HttpResponse:
    """Ask once more what happens to the chosen requests; confirmed, each is decided on its own."""
    step = request.POST.get("step", "")
    if step not in STEPS:
        raise RuleError(_("Choose what to do with these requests."))
    found = selection.chosen(request, offices)
    confirmed = bool(request.POST.get("confirm"))
    kind = STEPS[step]
    form = kind(request.POST if confirmed else None, auto_id="id_batch_%s") if kind else None
    if confirmed and (form is None or form.is_valid()):
        _decide(request, found, step, form.cleaned_data if form else {})
        return _to_list(request)
    context = {
        "step": step,
        "form": form,
        "found": found,
        "view": listing.known(request.POST.get("view", "")),
        "keys": [f"{office.kind}:{submission.uuid}" for office, submission in found],
    }
    return render(request, "submissions/desk_decide.html", context)


def check_again(request: HttpRequest, offices: Sequence[Office]) -> HttpResponse:
    """Renew the results that are due, as many as one request of a browser can wait for."""
    checked = left = 0
    for office in offices:
        rows = office.rows(request.user)
        most = CHECKED_AT_ONCE - checked
        checked += checklists.renew(rows, office.kind, office.check, most=most)
        left += checklists.due(rows, office.kind).count()
    words = _("Checked again: %(checked)d. Still to be checked: %(left)d.")
    messages.success(request, words % {"checked": checked, "left": left})
    return _to_list(request)


def _to_list(request: HttpRequest) -> HttpResponse:
    """Back to the view of the list that the step began with."""
    return redirect(f"{reverse(LIST)}?{listing.known(request.POST.get('view', ''))}")


def _decide(request: HttpRequest, found: Chosen, step: str, typed: dict[str, Any]) -> None:
    done = waiting = 0
    left_out: list[tuple[Submission, str]] = []
    for office, submission in found:
        deeds = {
            "accept": office.accept,
            "decline": office.decline,
            "screen_out": office.screen_out,
        }
        try:
            deeds[step](submission, **typed, by=request.user)
        except RuleError as error:
            left_out.append((submission, str(error.message)))
        else:
            decided = submission.status != submission.Status.SUBMITTED
            done, waiting = done + decided, waiting + (not decided)
    if done:
        words = ngettext("%(n)d request is decided.", "%(n)d requests are decided.", done)
        messages.success(request, f"{words % {'n': done}} {_('Nobody was told yet.')}")
    if waiting:
        words = _("On the waiting list of the Village now: %(n)d.")
        messages.success(request, words % {"n": waiting})
    _say_left_out(request, left_out)


def _say_left_out(request: HttpRequest, left_out: list[tuple[Submission, str]]) -> None:
    for submission, reason in left_out[:NAMED]:
        words = {"name": submission.title or submission.pk, "reason": reason}
        messages.warning(request, _("Left out: “%(name)s”. %(reason)s") % words)
    if len(left_out) > NAMED:
        more = {"n": len(left_out) - NAMED}
        messages.warning(request, _("Left out as well: %(n)d.") % more)


def _fingerprints(letters) -> selection.Read:
    known: selection.Read = {}
    for office, letter in letters:
        if not letter.obstacle:
            known.setdefault(office.kind, {})[letter.request.uuid] = letter.fingerprint
    return known


def _changed(office: Office, letter, known: selection.Read) -> bool:
    return known[office.kind].get(letter.request.uuid) != letter.fingerprint


def _words(known: selection.Read) -> str:
    return " ".join(
        f"{kind}:{uuid}:{fingerprint}"
        for kind, letters in known.items()
        for uuid, fingerprint in letters.items()
    )
