"""How a request is opened, filled in and followed; sessions and booths have the pages."""

from submissions.views.request import Office, open_new, open_shared, open_stored, preview

__all__ = ["Office", "open_new", "open_shared", "open_stored", "preview"]
