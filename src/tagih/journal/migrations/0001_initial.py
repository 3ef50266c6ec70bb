from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person_id', models.BigIntegerField()),
                ('person_label', models.CharField(max_length=120)),
                ('what', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.CharField(max_length=64)),
                ('customer_no', models.CharField(blank=True, max_length=40)),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['customer_no', '-at'], name='access_of_customer'), models.Index(fields=['person_id', '-at'], name='access_by_person')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('occurred_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('actor_id', models.BigIntegerField(help_text='staff.Person; null for the system', null=True)),
                ('actor_label', models.CharField(max_length=120)),
                ('customer_no', models.CharField(blank=True, max_length=40)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.CharField(max_length=64)),
                ('payload', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['customer_no', '-occurred_at'], name='event_of_customer'), models.Index(fields=['subject_kind', 'subject_id', '-occurred_at'], name='event_of_subject'), models.Index(fields=['name', '-occurred_at'], name='event_by_name')],
            },
        ),
    ]
