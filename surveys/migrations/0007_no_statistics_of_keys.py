from django.db import migrations

NOT_TO_BE_SAMPLED = [
    ("surveys_survey", "secret", 64),
    ("surveys_attendee", "voter_key", 64),
    ("surveys_ballot", "voter_key", 64),
    ("surveys_idea", "voter_key", 64),
    ("surveys_support", "voter_key", 64),
    ("surveys_entrycode", "digest", 64),
]


def stop_sampling(apps, schema_editor):
    """PostgreSQL keeps a hundred values of each column in its statistics, also when the rows are gone.

    Naming the type again throws away those it has; with a target of 0 it takes no more.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, column, length in NOT_TO_BE_SAMPLED:
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length})")
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_answers_without_constraint")]

    operations = [migrations.RunPython(stop_sampling, migrations.RunPython.noop)]
