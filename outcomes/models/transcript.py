from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workshops.models import Workshop


class Transcript(models.Model):
    """What was said in a session as somebody else wrote it down. Its people read it, nobody else.

    `sha256` is that of the passages, numbered and with their times, as they are kept here.
    """

    class Format(models.TextChoices):
        VTT = "vtt", "WebVTT"
        SRT = "srt", "SubRip"
        TXT = "txt", _("Plain text")

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="transcript")
    format = models.CharField(max_length=3, choices=Format)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["workshop"]

    def __str__(self) -> str:
        return f"{_('Transcript')}, {self.workshop.short_name}"


class Passage(models.Model):
    """A numbered piece of a transcript: a caption with its time, or a paragraph.

    `speaker` is the label in front of it, kept apart from the words so that no quote holds it.
    """

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    starts_ms = models.PositiveIntegerField(null=True)
    speaker = models.CharField(max_length=80, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["transcript", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "number"], name="passage_number_once_in_a_transcript"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    @property
    def clock(self) -> str:
        """`0:12:03` from the beginning of the recording; empty without a time."""
        if self.starts_ms is None:
            return ""
        minutes, seconds = divmod(self.starts_ms // 1000, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}"
