"""How jobs, mails and audit lines name any row: "app.model:primary key"."""

from django.apps import apps
from django.db import models


def reference(thing: models.Model) -> str:
    """The name of a row, for example `workshops.workshop:12`."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def resolve(name: str) -> models.Model:
    """The row a reference names; raises the model's DoesNotExist when it is gone."""
    label, _, key = name.partition(":")
    return apps.get_model(label)._base_manager.get(pk=key)
