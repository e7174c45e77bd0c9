"""How fast one person may answer: never an address, for a venue is one address."""

import time
from collections import OrderedDict

BURST = 60
PER_SECOND = 1.0
REMEMBERED = 50_000


class Pace:
    """So many answers at once, then one a second; what it remembers is bounded."""

    def __init__(self, burst: int = BURST, per_second: float = PER_SECOND):
        self.burst, self.per_second = burst, per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str, now: float | None = None) -> bool:
        """Whether this person may answer now; counts it when so. `now` is in seconds."""
        now = time.monotonic() if now is None else now
        left, since = self._left.pop(key, (float(self.burst), now))
        left = min(self.burst, left + (now - since) * self.per_second)
        allowed = left >= 1
        self._left[key] = (left - allowed, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return allowed


ballots = Pace()
