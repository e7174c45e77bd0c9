"""The short forms beside a request: a file, a hand-over, and a date of a call."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.models import Edition
from submissions import uploads
from submissions.fields import OneLine
from submissions.models import Attachment


class AttachmentForm(forms.Form):
    """One file with its title; what the file really is is judged by its content."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        max_length=255,
    )
    title = OneLine(
        label=gettext_lazy("Title"),
        limit=120,
        help_text=gettext_lazy("What people read instead of the name of the file."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Attachment.Kind.choices)
    is_public = forms.BooleanField(
        label=gettext_lazy("Show it on the public page"),
        required=False,
        help_text=gettext_lazy(
            "Once the decision is released. Otherwise only you, the people named and the "
            "Secretariat can open it."
        ),
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        megabytes = edition.limit("attachment_bytes") / 1_000_000
        self.fields["file"].help_text = _(
            "PDF, PNG or JPEG, up to %(size)g megabytes. Pictures are stored anew, at most "
            "%(side)d pixels a side, without place and camera."
        ) % {"size": megabytes, "side": uploads.IMAGE_SIDE}


class HandoverForm(forms.Form):
    """Whom to ask."""

    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the account that takes over"),
        max_length=254,
        help_text=gettext_lazy("Somebody without an account makes one with this address first."),
    )


class MilestoneForm(forms.Form):
    """A date of a call; without a time it is the whole day."""

    use_required_attribute = False

    label = OneLine(label=gettext_lazy("What happens"), limit=160)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    time = forms.TimeField(
        label=gettext_lazy("Time at the venue"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        required=False,
        help_text=gettext_lazy("May stay empty: then it is the whole day."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Shown to everybody with a request"), required=False
    )
