from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info

from forum.models import Edition
from forum.permissions import is_mag, is_secretariat


def portal(request: HttpRequest) -> dict:
    """What every page shows around its content; looked up only where a template asks."""
    user = getattr(request, "user", None)
    return {
        "edition": SimpleLazyObject(Edition.objects.current),
        "languages": [
            (code, get_language_info(code)["name_local"], get_language_info(code)["bidi"])
            for code, _name in settings.LANGUAGES
        ],
        "is_secretariat": SimpleLazyObject(lambda: bool(user and is_secretariat(user))),
        "is_mag": SimpleLazyObject(lambda: bool(user and user.is_authenticated and is_mag(user))),
        "sample": settings.SAMPLE,
        "site_url": settings.SITE_URL,
        "now": timezone.now(),
    }
