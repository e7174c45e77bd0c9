from django.apps import AppConfig


class ForumConfig(AppConfig):
    """The words and machinery every part shares."""

    name = "forum"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from forum import characters
        from forum.accounts import link_person

        characters.guard_every_text_field()

        email_confirmed.connect(
            lambda sender, email_address, **_: link_person(email_address.user, email_address.email),
            weak=False,
            dispatch_uid="link person",
        )
