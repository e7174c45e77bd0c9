"""Word that a survey changed: to the listeners of this process and, by Redis, to other processes.

News may be lost and nothing is lost with it: whoever shows a survey looks once a second anyway.
"""

import logging
from collections.abc import Callable
from functools import cache, partial

import redis
from django.conf import settings
from django.db import transaction

CHANNEL = "igf-survey-changed"
WAITS_AT_MOST = 0.2

listeners: list[Callable[[int], None]] = []
logger = logging.getLogger(__name__)


def after_commit(survey: int) -> None:
    """Tell about the survey (its primary key) once this transaction is committed."""
    transaction.on_commit(partial(tell, survey), robust=True)


def tell(survey: int) -> None:
    """Tell everybody now."""
    for listen in listeners:
        listen(survey)
    if settings.REDIS_URL:
        try:
            _client(settings.REDIS_URL).publish(CHANNEL, str(survey))
        except redis.RedisError:
            logger.warning("Redis did not take the news; other processes see it within a second.")


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=WAITS_AT_MOST, socket_connect_timeout=WAITS_AT_MOST
    )
