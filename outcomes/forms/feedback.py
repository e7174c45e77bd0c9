from django import forms
from django.utils.translation import gettext_lazy as _

from forum.vocabulary import StakeholderGroup
from outcomes.comments import shortened
from outcomes.compiler import statements
from outcomes.models import Comment, PaperVersion
from outcomes.models.feedback import COMMENT_CHARS, REASON_CHARS
from outcomes.models.reader import ADDRESS_CHARS

REPLY_CHARS = 1000


class CommentForm(forms.Form):
    """Feedback on a published paper or on one of its statements."""

    use_required_attribute = False

    anchor = forms.ChoiceField(label=_("Which part is it about?"), required=False)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=COMMENT_CHARS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
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


class VisitorCommentForm(CommentForm):
    """Of somebody without an account: a link in a mail confirms it."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=ADDRESS_CHARS,
        help_text=_(
            "Only for a mail with a link that publishes your comment. It is never shown, and it is "
            "deleted when you confirm, or after a week."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "Published when you confirm it, with your stakeholder group if you state it."
        )


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

    @classmethod
    def of(cls, comment: Comment, data=None) -> "ReplyForm":
        """With the answer that stands, or as it was sent."""
        initial = {"reply": comment.reply}
        if comment.disposition != Comment.Disposition.OPEN:
            initial["disposition"] = comment.disposition
        return cls(data, prefix=f"c{comment.pk}", initial=initial)

    def clean(self) -> dict:
        data = super().clean() or {}
        declined = data.get("disposition") == Comment.Disposition.DECLINED
        if declined and not data.get("reply") and "reply" not in self.errors:
            self.add_error("reply", _("Say why the comment is declined."))
        return data


class HideForm(forms.Form):
    """Why a comment is taken off the page; both stand in its place."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Kind of reason"), choices=[("", _("Choose")), *Comment.Hidden.choices]
    )
    reason = forms.CharField(
        label=_("Reason in words"),
        max_length=REASON_CHARS,
        help_text=_("Public, in place of the comment."),
    )

    @classmethod
    def of(cls, comment: Comment, data=None) -> "HideForm":
        return cls(data, prefix=f"h{comment.pk}")


def anchors(content: dict) -> list[tuple[str, list[tuple[str, str]]]]:
    """The statements of a paper as grouped choices: section title → (id, shortened text)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for section, block in statements(content):
        groups.setdefault(section["title"], []).append((block["id"], shortened(block["text"])))
    return list(groups.items())
