"""What most people would write: a Django view with `update_or_create` and the usual middleware."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.ordinary_settings"

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from surveys.models import Ballot  # noqa: E402
from surveys.receipts import receipt  # noqa: E402


@csrf_exempt
def answer(request):
    given = json.loads(request.body)
    code = receipt(given["question"], given["answer"], given["nonce"])
    Ballot.objects.update_or_create(
        asking_id=given["question"],
        voter_key=request.headers["X-Key"],
        defaults={"answer": given["answer"], "nonce": given["nonce"], "receipt": code},
    )
    return JsonResponse({"receipt": code})


urlpatterns = [path("answer", answer)]
