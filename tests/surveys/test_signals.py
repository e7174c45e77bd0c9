"""A change made by one process reaches the others by Redis; without Redis nothing ends."""

import asyncio

import pytest
from django.conf import settings

from surveys import news
from surveys.live import signals

SURVEY = 7_000_001
WITHIN = 20


async def told_until_heard() -> int:
    """Tell the news again and again until who follows them hears."""
    heard: asyncio.Queue[int] = asyncio.Queue()
    following = asyncio.create_task(signals.follow(settings.REDIS_URL, heard.put_nowait))
    try:
        async with asyncio.timeout(WITHIN):
            while heard.empty():
                await asyncio.to_thread(news.tell, SURVEY)
        return heard.get_nowait()
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


@pytest.mark.redis
def test_who_follows_the_news_hears_of_the_changed_survey():
    assert asyncio.run(told_until_heard()) == SURVEY


def test_who_follows_the_news_of_a_missing_redis_says_so_and_keeps_trying(caplog):
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(signals.follow("redis://127.0.0.1:1/0", print), 1))

    assert "Redis tells no news" in caplog.text
