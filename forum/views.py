from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page after an expired or foreign form: says how to keep what was typed."""
    return render(request, "403_csrf.html", status=403)
