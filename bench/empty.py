"""E: an empty async view of Django without middleware, the measure of everything else."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="only-for-bench",  # noqa: S106 - signs nothing
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
)


async def empty(request):
    return HttpResponse(b"ok")


urlpatterns = [path("", empty)]
application = get_asgi_application()
