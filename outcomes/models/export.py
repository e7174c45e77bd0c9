import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.models import Edition
from forum.permissions import is_secretariat


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user) -> "ExportQuerySet":
        """One's own, and only while one is of the Secretariat."""
        return self.filter(owner=user) if is_secretariat(user) else self.none()


class Export(models.Model):
    """A file too large to be made while somebody waits: asked for by its owner, made by a job.

    `done` of `total` steps are made. The file lies in `exports/` of the data folder.
    """

    class Kind(models.TextChoices):
        REPORT_PDF = "report-pdf", _("Outcome report by theme, PDF")
        REPORT_DOCX = "report-docx", _("Outcome report by theme, DOCX")
        PAPERS = "papers", _("Papers, reports and bundles, ZIP")
        OPEN_DATA = "open-data", _("Open data set, ZIP")

    EXTENSIONS = {
        Kind.REPORT_PDF: "pdf",
        Kind.REPORT_DOCX: "docx",
        Kind.PAPERS: "zip",
        Kind.OPEN_DATA: "zip",
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=20, choices=Kind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"

    @property
    def name(self) -> str:
        """What the file is called when it is downloaded."""
        return f"igf-{self.edition.year}-{self.kind}.{self.EXTENSIONS[self.Kind(self.kind)]}"

    @property
    def path(self) -> Path:
        extension = self.EXTENSIONS[self.Kind(self.kind)]
        return Path(settings.DATA_DIR) / "exports" / f"{self.uuid}.{extension}"
