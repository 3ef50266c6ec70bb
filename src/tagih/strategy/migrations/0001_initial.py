import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StrategyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What the text calls itself', max_length=40)),
                ('number', models.IntegerField()),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('digest', models.CharField(help_text='SHA-256 of the text', max_length=64)),
                ('status', models.CharField(choices=[('DRAFT', 'Draft'), ('SUBMITTED', 'Submitted'), ('APPROVED', 'Approved'), ('REJECTED', 'Sent back')], max_length=9)),
                ('written_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'number'), name='strategy_version_once'), models.CheckConstraint(condition=models.Q(('status__in', ['DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED'])), name='strategy_version_status_known'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('decided_by', models.F('written_by')), _negated=True)), _connector='OR'), name='strategy_version_two_people')],
            },
        ),
        migrations.CreateModel(
            name='StrategyReplay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='SHA-256 of the text that is replayed', max_length=64)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('total', models.IntegerField(help_text='Days of the lake in the period')),
                ('done', models.IntegerField(default=0)),
                ('days', models.JSONField(default=list, help_text='One object a day: people, steps, channels, what was done')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='strategy.strategyversion')),
            ],
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.PositiveSmallIntegerField(help_text='Percent of people, by a salted hash of their number')),
                ('salt', models.CharField(max_length=40)),
                ('effective_on', models.DateField()),
                ('released_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('metric', models.CharField(choices=[('PAID', 'Share of people who pay'), ('AMOUNT', 'Rupiah paid per person')], default='PAID', max_length=6)),
                ('window_days', models.PositiveSmallIntegerField(default=7, help_text='Days of a person that count')),
                ('worth_seeing', models.DecimalField(decimal_places=4, default=Decimal('0.02'), help_text='Smallest difference that matters', max_digits=12)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='strategy.strategyversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='release_share'), models.CheckConstraint(condition=models.Q(('metric__in', ['PAID', 'AMOUNT'])), name='release_metric_known'), models.CheckConstraint(condition=models.Q(('window_days__gte', 1), ('window_days__lte', 90)), name='release_window')],
            },
        ),
        migrations.CreateModel(
            name='Ordering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.CharField(choices=[('POINTS', 'the points of the house'), ('STEPS', 'the steps of the strategy')], max_length=6)),
                ('set_at', models.DateTimeField()),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('order__in', ['POINTS', 'STEPS'])), name='work_order_known')],
            },
        ),
    ]
