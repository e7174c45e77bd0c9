"""Exact words of the forum; stored and exported as they stand here, translated for display only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StakeholderGroup(models.TextChoices):
    CIVIL_SOCIETY = "Civil Society", _("Civil Society")
    GOVERNMENT = "Government", _("Government")
    IGO = "Intergovernmental Organization", _("Intergovernmental Organization")
    PRIVATE_SECTOR = "Private Sector", _("Private Sector")
    TECHNICAL_COMMUNITY = "Technical Community", _("Technical Community")


class RegionalGroup(models.TextChoices):
    AFRICAN = "African Group", _("African Group")
    ASIA_PACIFIC = "Asia-Pacific Group", _("Asia-Pacific Group")
    EASTERN_EUROPEAN = "Eastern European Group", _("Eastern European Group")
    GRULAC = (
        "Latin American and Caribbean Group (GRULAC)",
        _("Latin American and Caribbean Group (GRULAC)"),
    )
    WEOG = (
        "Western European and Others Group (WEOG)",
        _("Western European and Others Group (WEOG)"),
    )
    IGO = "Intergovernmental Organization", _("Intergovernmental Organization")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    ANOTHER = "another", _("Another")
    UNDISCLOSED = "undisclosed", _("I prefer not to say")


class Door(models.TextChoices):
    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")
