"""The portal for ASGI servers, with the fast lane in front unless it is switched off.

`uvicorn --http igfportal.asgi:BallotProtocol` gives ballots the short way into it.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igfportal.settings")
portal = get_asgi_application()

from django.conf import settings  # noqa: E402

from surveys.live import BallotProtocol, Live  # noqa: E402

__all__ = ["BallotProtocol", "application"]
application = Live(portal) if settings.FAST_LANE else portal
