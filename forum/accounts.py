"""Log-in by e-mail: mail goes through our outbox, a person is linked once the address is proven."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from forum.models import OutgoingMail, Person, User


class NameForm(forms.Form):
    """The extra field of the sign-up page."""

    name = forms.CharField(label=_("Your name"), max_length=120, required=False)

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class OutboxAccountAdapter(DefaultAccountAdapter):
    """Sends account mail through the outbox, like every other mail of the portal."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        from django.db import transaction

        from forum.tasks import send_mail

        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        body = render_to_string(f"{template_prefix}_message.txt", context)
        mail = OutgoingMail.objects.create(
            kind="account", subject_line=subject[:255], body=body.strip(), to=email
        )
        transaction.on_commit(lambda: send_mail.delay(str(mail.pk)), robust=True)


def link_person(user: User, email: str) -> None:
    """Give the account the persons' row that carries its confirmed address, if it has none yet."""
    if Person.objects.filter(user=user).exists():
        return
    person = Person.objects.filter(email__iexact=email, user=None).order_by("pk").first()
    if person:
        Person.objects.filter(pk=person.pk, user=None).update(user=user)
