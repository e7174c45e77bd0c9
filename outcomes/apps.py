from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """What a session leaves behind."""

    name = "outcomes"
