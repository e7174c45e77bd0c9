from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """What a session leaves behind."""

    name = "outcomes"

    def ready(self) -> None:
        from outcomes.actions.paper import queue_after_seal
        from surveys.actions import after_seal

        if queue_after_seal not in after_seal:
            after_seal.append(queue_after_seal)
