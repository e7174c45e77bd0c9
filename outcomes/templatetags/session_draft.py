"""The draft a session discusses, on its own page: `{% load session_draft %}`."""

from django import template

from workshops.models import Workshop

register = template.Library()


@register.inclusion_tag("outcomes/_session_draft.html")
def session_draft(workshop: Workshop) -> dict:
    """The items as they came into the session, in their order; nothing without a draft."""
    items = workshop.draft_items.prefetch_related("versions")
    return {"items": [(item, item.versions.all()[0]) for item in items if item.versions.all()]}
