from django.db import migrations


def to_versions(apps, schema_editor):
    """Who approved and published a paper did so with its newest version."""
    papers = apps.get_model("outcomes", "ImpulsePaper").objects.filter(approved_by__isnull=False)
    for paper in papers.iterator():
        newest = paper.versions.order_by("-revision").first()
        if newest is not None:
            for name in ("approved_by", "approved_at", "published_by", "published_at"):
                setattr(newest, name, getattr(paper, name))
            newest.save()


def to_papers(apps, schema_editor):
    """Back: the names of the newest version that has any."""
    for paper in apps.get_model("outcomes", "ImpulsePaper").objects.iterator():
        named = paper.versions.filter(approved_by__isnull=False).order_by("-revision").first()
        if named is not None:
            for name in ("approved_by", "approved_at", "published_by"):
                setattr(paper, name, getattr(named, name))
            paper.save()


class Migration(migrations.Migration):

    dependencies = [
        ("outcomes", "0005_versions_have_two_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='impulsepaper',
            name='paper_published_by_another_person',
        ),
        migrations.RemoveConstraint(
            model_name='impulsepaper',
            name='paper_public_has_two_names',
        ),
        migrations.RunPython(to_versions, to_papers),
        migrations.RemoveField(
            model_name='impulsepaper',
            name='approved_at',
        ),
        migrations.RemoveField(
            model_name='impulsepaper',
            name='approved_by',
        ),
        migrations.RemoveField(
            model_name='impulsepaper',
            name='published_by',
        ),
    ]
