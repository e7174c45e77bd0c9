"""The links of a proposal, one of which may be its background paper."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from submissions.forms import LinkForm, Links

BACKGROUND_PAPER = "background paper"


class ProposalLinkForm(LinkForm):
    is_background = forms.BooleanField(
        label=gettext_lazy("This is the background paper"), required=False
    )


class ProposalLinks(Links):
    """Links as the proposal stores them: the background paper is known by its `kind`."""

    form = ProposalLinkForm

    def values(self) -> list[dict[str, Any]]:
        return [_link(row) for row in super().values()]


def link_row(link: Mapping[str, str]) -> dict[str, Any]:
    """A stored link as if typed."""
    is_background = link.get("kind") == BACKGROUND_PAPER
    return {"title": link.get("title", ""), "url": link["url"], "is_background": is_background}


def _link(row: Mapping[str, Any]) -> dict[str, str]:
    link = {"title": row["title"], "url": row["url"]}
    return link | ({"kind": BACKGROUND_PAPER} if row["is_background"] else {})
