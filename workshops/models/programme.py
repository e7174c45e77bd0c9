from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forum.models import Edition
from workshops.models.proposal import Workshop


class Room(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["edition", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="room_name_once")]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """Where and when a session takes place. `sequence` rises when it is moved (iCalendar)."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="slot")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "room"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.room}, {self.starts_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()
