"""The cache on Redis, which may be away: then nothing is found and nothing is kept."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


class ForgetfulCache(RedisCache):
    """A moderator can sign in while Redis is away; attempts are not counted in that time."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _without(error, default)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError as error:
            _without(error, None)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(key, value, *args, **kwargs)
        except RedisError as error:
            return _without(error, True)

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as error:
            return _without(error, False)


def _without(error: RedisError, answer: Any) -> Any:
    logger.warning("The cache on Redis did not answer: %s", error)
    return answer
