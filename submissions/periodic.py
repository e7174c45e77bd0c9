"""What the clock owes here: files that no row names are deleted."""

from submissions.actions.attachments import sweep


def run() -> int:
    """Returns how many files were deleted. Safe at any time and twice at once."""
    return sweep()
