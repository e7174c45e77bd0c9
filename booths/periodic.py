"""What the clock does in the Village."""

from booths.actions import waiting


def run() -> int:
    """Close the offers whose time is over; returns how many. Safe at any time and twice at once."""
    return waiting.expire_due()
