from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Live surveys and their record."""

    name = "surveys"
