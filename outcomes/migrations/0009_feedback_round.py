import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def number_comments(apps, schema_editor):
    """F-1, F-2 … in the order they were given, for every paper."""
    last = {}
    comments = apps.get_model("outcomes", "Comment").objects.select_related("version")
    for comment in comments.order_by("at", "pk").iterator():
        paper = comment.version.paper_id
        last[paper] = last.get(paper, 0) + 1
        comment.paper_id, comment.number = paper, last[paper]
        comment.save(update_fields=["paper", "number"])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0008_transcripts_and_dispositions'),
        ('workshops', '0007_repair_and_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UnconfirmedComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(blank=True, max_length=40)),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('group', models.CharField(blank=True, choices=[('Civil Society', 'Civil Society'), ('Government', 'Government'), ('Intergovernmental Organization', 'Intergovernmental Organization'), ('Private Sector', 'Private Sector'), ('Technical Community', 'Technical Community')], max_length=40)),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('address_key', models.CharField(db_index=True, max_length=64)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AlterModelOptions(
            name='comment',
            options={'ordering': ['paper', 'number']},
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_as',
            field=models.CharField(blank=True, choices=[('spam', 'Advertising or spam'), ('insult', 'Insults, threats or hate'), ('private', 'Personal data of others'), ('beside', 'Not about this paper'), ('other', 'Another reason')], max_length=10),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_because',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='comment',
            name='number',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='paper',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='outcomes.impulsepaper'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='text',
            field=models.TextField(max_length=2000),
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('language', models.CharField(default='en', max_length=10)),
                ('wants_final', models.BooleanField(default=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('asked_on', models.DateField()),
                ('is_confirmed', models.BooleanField(default=False)),
                ('was_mailed', models.BooleanField(default=False)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='workshops.workshop')),
            ],
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('organization', models.CharField(blank=True, max_length=200)),
                ('group', models.CharField(blank=True, choices=[('Civil Society', 'Civil Society'), ('Government', 'Government'), ('Intergovernmental Organization', 'Intergovernmental Organization'), ('Private Sector', 'Private Sector'), ('Technical Community', 'Technical Community')], max_length=40)),
                ('language', models.CharField(default='en', max_length=10)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('has_no_comments', models.BooleanField(default=False)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stakeholders', to='outcomes.impulsepaper')),
            ],
            options={
                'ordering': ['paper', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='outcomes.stakeholder')),
            ],
        ),
        migrations.AddField(
            model_name='comment',
            name='stakeholder',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='outcomes.stakeholder'),
        ),
        migrations.RunPython(number_comments, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='comment',
            name='number',
            field=models.PositiveIntegerField(),
        ),
        migrations.AlterField(
            model_name='comment',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='outcomes.impulsepaper'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('paper', 'number'), name='comment_number_once'),
        ),
        migrations.AddField(
            model_name='unconfirmedcomment',
            name='comment',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='outcomes.comment'),
        ),
        migrations.AddField(
            model_name='unconfirmedcomment',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='outcomes.paperversion'),
        ),
        migrations.AddConstraint(
            model_name='reader',
            constraint=models.UniqueConstraint(fields=('workshop', 'address'), name='reader_once'),
        ),
        migrations.AddConstraint(
            model_name='stakeholder',
            constraint=models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('paper', 'address'), name='stakeholder_invited_once'),
        ),
    ]
