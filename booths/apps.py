from django.apps import AppConfig


class BoothsConfig(AppConfig):
    """The IGF Village."""

    name = "booths"
