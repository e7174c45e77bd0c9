import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models

from outcomes.models.paper import ImpulsePaper


class DerivedPublication(models.Model):
    """A later text that rests on a paper: principles of one's own, a policy text, an article.

    `page` says where in it the paper is used, for example “page 4” or “section 2”.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(ImpulsePaper, on_delete=models.CASCADE, related_name="derived")
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=160)
    url = models.URLField(max_length=500, validators=[URLValidator(schemes=["http", "https"])])
    published_on = models.DateField()
    page = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paper", "-published_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "url"], name="derived_publication_once")
        ]

    def __str__(self) -> str:
        return self.title
