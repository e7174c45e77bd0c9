from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from igfportal import health


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the portal can work: 503 without database, migrations or disk, else 200."""
    needed, reported = health.needed(), health.reported()
    ready = all(needed.values())
    words = {name: "ok" if fine else "failed" for name, fine in needed.items()}
    status = {"status": "ok" if ready else "failed", **words, **reported}
    return JsonResponse(status, status=200 if ready else 503)
