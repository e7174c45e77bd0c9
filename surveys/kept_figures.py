"""The figures of a sealed record, computed once: a record never changes, and resampling takes time."""

import hashlib
import json
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from forum import whole_files
from surveys import cells, dataset, figures, record, stats
from surveys.models import Record

COUNTERS = (cells, dataset, figures, record, stats)


def figures_of(found: Record) -> list[figures.Figure]:
    """As `figures.figures` computes them; kept in the data folder until the code that counts changes."""
    path = Path(settings.DATA_DIR) / "figures" / f"{found.sha256}-{_code()}.json"
    with suppress(OSError, ValueError):
        return json.loads(path.read_bytes())
    body = json.dumps(figures.figures(found.files()))
    with suppress(OSError):  # a full disk costs time and nothing else
        whole_files.put(path, body.encode())
    return json.loads(body)


@cache
def _code() -> str:
    """A name for the code that counts: other code has another one."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in COUNTERS)
    return hashlib.sha256(sources).hexdigest()[:12]
