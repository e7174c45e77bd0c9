from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """What a session leaves behind."""

    name = "outcomes"

    def ready(self) -> None:
        from forum import outbox
        from outcomes.actions import readers, stakeholders, visitors
        from outcomes.actions.paper import queue_after_seal
        from surveys.actions import after_seal

        if queue_after_seal not in after_seal:
            after_seal.append(queue_after_seal)
        outbox.fleeting |= {visitors.MAIL, *stakeholders.MAILS, *readers.MAILS}
