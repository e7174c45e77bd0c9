"""Every request that was ever submitted has a number, and every number stands in the ledger."""

from django.db import migrations
from django.utils import timezone

FIRST_INVENTED = 900


def number_all(apps, schema_editor):
    rows = apps.get_model("workshops", "Workshop").objects.select_related("type").exclude(type=None)
    for row in rows.exclude(number=None):
        given(apps, row, row.number)
    waiting = rows.filter(number=None).exclude(status="draft").order_by("submitted_at", "pk")
    for row in waiting:
        row.number = next_number(apps, row)
        row.save(update_fields=["number"])
        given(apps, row, row.number)


def next_number(apps, row):
    ledger = apps.get_model("submissions", "GivenNumber").objects
    taken = ledger.filter(edition_id=row.edition_id, series=row.type.code)
    alike = [one.number for one in taken if one.is_sample == row.is_sample]
    start = max(alike, default=FIRST_INVENTED - 1 if row.is_sample else 0)
    everything = {one.number for one in taken}
    return next(n for n in range(start + 1, start + len(everything) + 2) if n not in everything)


def given(apps, row, number):
    apps.get_model("submissions", "GivenNumber").objects.create(
        edition_id=row.edition_id,
        series=row.type.code,
        number=number,
        about=f"workshops.workshop:{row.pk}",
        is_sample=row.is_sample,
        given_at=row.submitted_at or timezone.now(),
    )


class Migration(migrations.Migration):
    dependencies = [("workshops", "0003_share_key"), ("submissions", "0003_given_numbers")]
    operations = [migrations.RunPython(number_all, migrations.RunPython.noop)]
