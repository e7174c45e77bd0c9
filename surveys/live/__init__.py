"""The fast lane: ballots, state and streams without Django's request machinery.

A bare ASGI application in front of the portal. Every answer goes through the same
`surveys.intake` as an ordinary one; without this package everything works, slower.
"""

from surveys.live.app import Live
from surveys.live.protocol import BallotProtocol

__all__ = ["BallotProtocol", "Live"]
