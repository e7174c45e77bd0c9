"""Names to choose from while typing: organizations that a released booth shows to everybody."""

from django.db.models import Q

from booths.models import Booth
from forum.models import Organization

LEAST_LETTERS, MOST_ROWS, LONGEST = 3, 10, 100


def organizations(text: str) -> list[dict[str, str]]:
    """Exhibitors and their partners that contain the text; nothing for fewer than three letters."""
    text = text.replace("\x00", "").strip()[:LONGEST]
    if len(text) < LEAST_LETTERS:
        return []
    public = Booth.objects.public()
    shown = Q(pk__in=public.values("organization")) | Q(pk__in=public.values("partners"))
    names = Organization.objects.filter(shown, name__icontains=text).order_by("name")
    return [{"name": name} for name in names.values_list("name", flat=True)[:MOST_ROWS]]
