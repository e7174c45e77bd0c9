from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Live surveys and their record."""

    name = "surveys"

    def ready(self) -> None:
        from forum import outbox
        from surveys import entry_codes
        from surveys.actions import codes

        outbox.at_sending[entry_codes.MAIL] = codes.code_in_mail
