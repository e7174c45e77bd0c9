from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Live surveys and their record."""

    name = "surveys"

    def ready(self) -> None:
        from forum import outbox
        from surveys.actions import codes

        outbox.at_sending[codes.MAIL] = codes.code_in_mail
