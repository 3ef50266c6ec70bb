from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('kind', models.CharField(choices=[('NATIONAL', 'national holiday'), ('JOINT_LEAVE', 'joint leave'), ('COMPANY', 'company holiday')], max_length=16)),
                ('status', models.CharField(choices=[('CONFIRMED', 'confirmed'), ('ESTIMATED', 'estimated')], default='CONFIRMED', max_length=16)),
                ('name', models.CharField(max_length=120)),
                ('source', models.CharField(help_text='decree, law or library the date is taken from', max_length=200)),
                ('is_cancelled', models.BooleanField(default=False, help_text='kept so that the library does not bring it back')),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('edited_by', models.CharField(blank=True, max_length=150)),
            ],
            options={
                'ordering': ['date', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('date', 'kind'), name='calendar_day_once_per_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['NATIONAL', 'JOINT_LEAVE', 'COMPANY'])), name='calendar_day_kind_known'), models.CheckConstraint(condition=models.Q(('status__in', ['CONFIRMED', 'ESTIMATED'])), name='calendar_day_status_known')],
            },
        ),
        migrations.CreateModel(
            name='StepRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('status', models.CharField(choices=[('RUNNING', 'running'), ('DONE', 'done'), ('FAILED', 'failed')], max_length=8)),
                ('attempts', models.PositiveIntegerField(default=1)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('seconds', models.DecimalField(blank=True, decimal_places=3, max_digits=10, null=True)),
                ('rows', models.JSONField(default=dict, help_text='counts by name')),
                ('problem', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['run', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('run', 'name'), name='step_run_once'), models.CheckConstraint(condition=models.Q(('status__in', ['RUNNING', 'DONE', 'FAILED'])), name='step_run_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('minute', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'minute'), name='tally_once_a_minute')],
            },
        ),
    ]
