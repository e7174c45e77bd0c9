from django.db import models

from workshops.models import Workshop

ADDRESS_CHARS = 254


class Reader(models.Model):
    """An address kept only until the paper of one session was mailed to it.

    It hangs on the session alone: there is no way from here to an attendee, an answer, a door or
    a group, and no time of day that could be compared with one.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="readers")
    address = models.EmailField(max_length=ADDRESS_CHARS)
    language = models.CharField(max_length=10, default="en")
    wants_final = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    asked_on = models.DateField()
    is_confirmed = models.BooleanField(default=False)
    was_mailed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "address"], name="reader_once"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
