from django import forms
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import StakeholderGroup
from outcomes.compiler import statements
from outcomes.models import Comment, PaperVersion

COMMENT_CHARS = 2000
REPLY_CHARS = 1000
LABEL_CHARS = 90


class CommentForm(forms.Form):
    """Feedback on a published paper or on one of its statements."""

    anchor = forms.ChoiceField(label=_("Which part is it about?"), required=False)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=COMMENT_CHARS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Published at once, with your stakeholder group if you state it."),
    )
    group = forms.ChoiceField(
        label=_("Your stakeholder group, optional"),
        required=False,
        choices=[("", _("Not stated")), *StakeholderGroup.choices],
    )
    name = forms.CharField(label=_("Your name, optional"), max_length=120, required=False)

    def __init__(self, *args, version: PaperVersion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anchor"].choices = [("", _("The whole paper")), *anchors(version.content)]


class ReplyForm(forms.Form):
    """The written answer to one comment."""

    disposition = forms.ChoiceField(
        label=_("Answer"),
        choices=[c for c in Comment.Disposition.choices if c[0] != Comment.Disposition.OPEN],
    )
    reply = forms.CharField(
        label=_("Reason or remark"),
        max_length=REPLY_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        declined = data.get("disposition") == Comment.Disposition.DECLINED
        if declined and not data.get("reply") and "reply" not in self.errors:
            self.add_error("reply", _("Say why the comment is declined."))
        return data


def anchors(content: dict) -> list[tuple[str, list[tuple[str, str]]]]:
    """The statements of a paper as grouped choices: section title → (id, shortened text)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for section, block in statements(content):
        groups.setdefault(section["title"], []).append((block["id"], _shortened(block["text"])))
    return list(groups.items())


def _shortened(text: str) -> str:
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1].rstrip() + "…"
