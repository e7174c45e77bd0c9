import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from forum.errors import RuleError
from outcomes import verification
from outcomes.forms.verify import BundleForm, ReceiptForm
from surveys import receipts
from surveys.record import VERIFIER


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Public: find one's own answer by its receipt, check a results bundle."""
    asked = request.POST.get("check") if request.method == "POST" else ""
    context: dict[str, Any] = {
        "script_sha256": hashlib.sha256(VERIFIER.read_bytes()).hexdigest(),
        "receipt_form": ReceiptForm(request.POST if asked == "receipt" else None),
        "bundle_form": BundleForm(
            *((request.POST, request.FILES) if asked == "bundle" else (None, None))
        ),
    }
    if asked == "receipt":
        context |= _found(context["receipt_form"])
    if asked == "bundle":
        context |= _checked(context["bundle_form"])
    refused = any(form.errors for form in (context["receipt_form"], context["bundle_form"]))
    return render(request, "outcomes/verify.html", context, status=422 if refused else 200)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """Public: the program itself, the same file as in every bundle made now."""
    kept = {"Content-Disposition": 'attachment; filename="verify.py"'}
    return HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python", headers=kept)


def _found(form: ReceiptForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    receipt = form.cleaned_data["receipt"]
    return {
        "receipt": receipts.in_fours(receipt),
        "found": verification.find_answers(receipt),
    }


def _checked(form: BundleForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    data = form.cleaned_data
    try:
        return {"checked": verification.check_bundle(data["bundle"], data["expect"])}
    except RuleError as error:
        form.add_error("bundle", str(error))
        return {}
