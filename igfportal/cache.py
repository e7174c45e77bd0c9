"""The cache on Redis, which may be away: until it is back, each process remembers by itself."""

import logging
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

MEMORY = "while Redis is away"
logger = logging.getLogger(__name__)


class LastingCache(RedisCache):
    """A moderator can sign in while Redis is away, and wrong passwords are counted all the same."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache(MEMORY, params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _instead(self._memory, error).get(key, default, version)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError as error:
            _instead(self._memory, error).set(key, value, *args, **kwargs)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(key, value, *args, **kwargs)
        except RedisError as error:
            return _instead(self._memory, error).add(key, value, *args, **kwargs)

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as error:
            return _instead(self._memory, error).delete(key, version)


def _instead(memory: LocMemCache, error: RedisError) -> LocMemCache:
    logger.warning("The cache on Redis did not answer: %s", error)
    return memory
