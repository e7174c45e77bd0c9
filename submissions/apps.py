from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """What every request to the forum shares."""

    name = "submissions"
