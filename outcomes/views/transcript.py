"""The transcript of a session: sent, searched, quoted, deleted. Only its people ever read it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from forum.errors import RuleError, refused
from outcomes import permissions
from outcomes.actions import transcript as actions
from outcomes.forms.transcript import QuoteForm, SearchForm, TranscriptForm
from outcomes.models import Note, Transcript
from outcomes.transcripts import Reading
from outcomes.views.notes import find_session
from workshops.models import Workshop

PASSAGES_PER_PAGE = 100


@login_required
@require_http_methods(["GET", "POST"])
def transcript(request: HttpRequest, code: str) -> HttpResponse:
    """Paste or send a transcript; search and page in the one that is there."""
    workshop = find_session(request, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TranscriptForm(*sent)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_transcript(workshop, form.reading, by=request.user)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _kept(form.reading))
            return redirect("outcomes:notes_transcript", workshop.join_code)
    return _page(request, workshop, form)


@login_required
@require_POST
def delete_transcript(request: HttpRequest, code: str) -> HttpResponse:
    """Delete the transcript; quotes stay as notes."""
    workshop = find_session(request, code)
    actions.delete_transcript(workshop, by=request.user)
    messages.success(request, _("The transcript is deleted."))
    return redirect("outcomes:notes_transcript", workshop.join_code)


@login_required
@require_http_methods(["GET", "POST"])
def passage(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Quote words of one passage."""
    workshop = find_session(request, code)
    found = get_object_or_404(_passages(workshop), number=number)
    form = QuoteForm(
        request.POST if request.method == "POST" else None,
        passage=found,
        initial={"uuid": uuid.uuid4(), "kind": Note.Kind.POINT, "door": "", "text": found.text},
    )
    if request.method == "POST" and form.is_valid():
        fields = form.note_fields()
        key, words = form.cleaned_data["uuid"], fields.pop("text")
        try:
            actions.quote(found, words, by=request.user, uuid=key, **fields)
        except RuleError as error:
            refused(form, error)
        else:
            messages.success(request, _("Quoted. The words are in the notes."))
            return redirect("outcomes:notes", workshop.join_code)
    context = {"workshop": workshop, "form": form, "passage": found}
    return render(request, "outcomes/passage.html", context)


def _passages(workshop: Workshop):
    kept = Transcript.objects.filter(workshop=workshop).first()
    if kept is None:
        raise Http404
    return kept.passages.select_related("transcript__workshop")


def _kept(reading: Reading) -> str:
    number = len(reading.pieces)
    said = ngettext("%(number)s passage is kept.", "%(number)s passages are kept.", number)
    said %= {"number": number}
    if not reading.removed:
        return said
    left = ngettext(
        "%(number)s invisible character was left out.",
        "%(number)s invisible characters were left out.",
        reading.removed,
    )
    return f"{said} {left % {'number': reading.removed}}"


def _page(request: HttpRequest, workshop: Workshop, form: TranscriptForm) -> HttpResponse:
    kept = Transcript.objects.filter(workshop=workshop).select_related("by").first()
    search = SearchForm({"q": request.GET.get("q", "")})
    query = search.cleaned_data["q"] if search.is_valid() else ""
    found = _matching(kept, query) if kept else []
    context = {
        "workshop": workshop,
        "form": form,
        "search": search,
        "query": query,
        "transcript": kept,
        "page": Paginator(found, PASSAGES_PER_PAGE).get_page(request.GET.get("page")),
        "refusal": permissions.rearrange_refusal(request.user, workshop),
    }
    status = 422 if form.errors else 200
    return render(request, "outcomes/transcript.html", context, status=status)


def _matching(kept: Transcript, query: str):
    """Passages that hold these words in any letters; in Python, for databases differ in that."""
    if not query:
        return kept.passages.order_by("number")
    wanted = query.casefold()
    rows = kept.passages.order_by("number").iterator(chunk_size=2000)
    return [row for row in rows if wanted in f"{row.speaker}: {row.text}".casefold()]
