from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """Sessions from proposal to programme."""

    name = "workshops"
