"""`--http tests.surveys.noted_way:NotedProtocol`: the short way, which says into the log who took it."""

import sys

from igfportal.asgi import BallotProtocol


class NotedProtocol(BallotProtocol):
    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        print("WAY", "short" if self.ballot else "long", file=sys.stderr, flush=True)
