"""Word from other processes that a survey changed, by Redis. Without it everything is a second later."""

import asyncio
import logging
from collections.abc import Callable

from redis import RedisError
from redis.asyncio import Redis

from surveys.news import CHANNEL

AGAIN_AFTER = 5.0

logger = logging.getLogger(__name__)


async def follow(url: str, heard: Callable[[int], None]) -> None:
    """Call `heard` with the key of every changed survey, for ever, also when Redis went and came."""
    while True:
        try:
            await _listen(url, heard)
        except (RedisError, OSError) as error:
            logger.warning("Redis tells no news, surveys are looked at once a second: %s", error)
        await asyncio.sleep(AGAIN_AFTER)


async def _listen(url: str, heard: Callable[[int], None]) -> None:
    async with Redis.from_url(url) as client, client.pubsub() as channel:
        await channel.subscribe(CHANNEL)
        async for message in channel.listen():
            if message["type"] == "message":
                heard(int(message["data"]))
