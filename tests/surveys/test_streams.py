"""What one reader of a stream gets, in which order."""

import asyncio

import pytest

from surveys.live.streams import Stream

STATE, NEWER, BEAT = b"data: 1\n\n", b"data: 2\n\n", b":\n\n"


def delivered(*steps: bytes) -> list[bytes]:
    """What reaches the reader when all this is handed out before it could be sent."""
    sent: list[bytes] = []

    async def send(message) -> None:
        sent.append(message["body"])

    async def hand_out() -> None:
        stream = Stream(send, "en")
        for step in steps:
            if step == BEAT:
                stream.beat()
            else:
                stream.push(step)
        for _turn in range(5):
            await asyncio.sleep(0)

    asyncio.run(hand_out())
    return sent


@pytest.mark.parametrize(
    ("steps", "reach"),
    [
        ((STATE,), [STATE]),
        ((BEAT,), [BEAT]),
        ((STATE, BEAT), [STATE]),
        ((BEAT, STATE), [STATE]),
        ((STATE, NEWER), [NEWER]),
    ],
)
def test_the_newest_state_always_arrives(steps, reach):
    assert delivered(*steps) == reach
