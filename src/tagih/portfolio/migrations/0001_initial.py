import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('is_provisional', models.BooleanField(default=False)),
                ('is_sharia', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='BusinessDay',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('OPEN', 'Open'), ('CLOSED', 'Closed')], default='OPEN', max_length=6)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('round_mark', models.CharField(blank=True, help_text='Files that the last whole round was made of', max_length=32)),
                ('round_ended_at', models.DateTimeField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reopen_reason', models.CharField(blank=True, max_length=400)),
                ('lake_version', models.PositiveIntegerField(help_text='Version of the portfolio partition', null=True)),
                ('published_version', models.PositiveIntegerField(help_text='Version whose difference PostgreSQL holds', null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['OPEN', 'CLOSED'])), name='business_day_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_no', models.CharField(max_length=40, unique=True)),
                ('full_name', models.CharField(max_length=200)),
                ('identity_type', models.CharField(blank=True, max_length=20)),
                ('identity_cipher', models.BinaryField(null=True)),
                ('identity_hash', models.BinaryField(null=True)),
                ('identity_masked', models.CharField(blank=True, max_length=40)),
                ('birth_date', models.DateField(null=True)),
                ('gender', models.CharField(blank=True, max_length=10)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('occupation', models.CharField(blank=True, max_length=120)),
                ('is_vulnerable', models.BooleanField(default=False)),
                ('deceased_on', models.DateField(null=True)),
                ('is_provisional', models.BooleanField(default=False, help_text='Named by a contract, not by the customers feed')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('identity_hash__isnull', False)), fields=['identity_hash'], name='customer_identity'), models.Index(django.db.models.functions.comparison.Collate(django.db.models.functions.text.Upper('full_name'), 'C'), name='customer_name_in_capitals')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contract_no', models.CharField(max_length=40, unique=True)),
                ('currency', models.CharField(default='IDR', max_length=3)),
                ('disbursed_on', models.DateField(null=True)),
                ('principal', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('tenor', models.PositiveSmallIntegerField(null=True)),
                ('instalment_amount', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('due_day', models.PositiveSmallIntegerField(null=True)),
                ('outstanding_principal', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('status', models.CharField(choices=[('ACTIVE', 'Active'), ('CLOSED', 'Closed'), ('WRITTEN_OFF', 'Written off'), ('SOLD', 'Sold')], max_length=12)),
                ('collateral_type', models.CharField(blank=True, max_length=40)),
                ('collateral_no', models.CharField(blank=True, help_text='Plate or serial number', max_length=40)),
                ('fiducia_no', models.CharField(blank=True, max_length=60)),
                ('fiducia_on', models.DateField(null=True)),
                ('score', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('penalty_daily_rate', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('arithmetic', models.CharField(choices=[('SCHEDULE', 'Computed from the schedule'), ('BALANCE', 'As the core system says'), ('NONE', 'No schedule and no balance')], default='NONE', max_length=8)),
                ('oldest_unmet_due_on', models.DateField(help_text='Due date of the oldest instalment not met', null=True)),
                ('next_due_on', models.DateField(null=True)),
                ('dpd_offset', models.IntegerField(default=0, help_text='1 where the scheme counts the due date itself as day 1')),
                ('clock_days', models.PositiveIntegerField(default=0, help_text='Days the clock stood still, plus grace')),
                ('instalments_overdue', models.PositiveSmallIntegerField(default=0)),
                ('overdue_principal', models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ('overdue_interest', models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ('overdue_fee', models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ('overdue_penalty', models.DecimalField(decimal_places=2, default=0, help_text='As at `penalty_as_of`', max_digits=18)),
                ('penalty_per_day', models.DecimalField(decimal_places=2, default=0, help_text='Growth of the penalty a day from then on', max_digits=18)),
                ('penalty_as_of', models.DateField(null=True)),
                ('bucket', models.CharField(blank=True, max_length=12)),
                ('collectability', models.CharField(blank=True, max_length=20)),
                ('balance', models.JSONField(help_text='What the core system said, where it does the arithmetic', null=True)),
                ('last_payment_on', models.DateField(null=True)),
                ('last_payment_amount', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('is_in_scope', models.BooleanField(default=True)),
                ('restated_at', models.DateTimeField(help_text='When money last changed this row between two rounds', null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='staff.unit')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='portfolio.customer')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='portfolio.product')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('collateral_no', ''), _negated=True), fields=['collateral_no'], name='contract_plate'), models.Index(condition=models.Q(('restated_at__isnull', False)), fields=['restated_at'], name='contract_restated')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['ACTIVE', 'CLOSED', 'WRITTEN_OFF', 'SOLD'])), name='contract_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Landing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feed', models.CharField(choices=[('customers', 'Customers'), ('contact_points', 'Contact points'), ('contracts', 'Contracts'), ('instalments', 'Instalments'), ('payments', 'Payments'), ('clock_actions', 'Clock actions'), ('balances', 'Balances')], max_length=20)),
                ('business_date', models.DateField()),
                ('profile', models.CharField(blank=True, max_length=60)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('fingerprint', models.CharField(default='', help_text='Content, profile and rules of reading', max_length=64)),
                ('size', models.BigIntegerField()),
                ('status', models.CharField(choices=[('RECEIVED', 'Received'), ('LANDING', 'Landing'), ('WAITING', 'Waiting for approval'), ('LANDED', 'Landed'), ('REFUSED', 'Refused'), ('FAILED', 'Failed')], max_length=10)),
                ('progress', models.PositiveSmallIntegerField(default=0, help_text='Per cent')),
                ('rows', models.BigIntegerField(null=True)),
                ('accepted', models.BigIntegerField(null=True)),
                ('rejected', models.BigIntegerField(null=True)),
                ('repaired', models.BigIntegerField(null=True)),
                ('lake_version', models.PositiveIntegerField(null=True)),
                ('rejects_file', models.CharField(blank=True, max_length=400)),
                ('staged_file', models.CharField(blank=True, max_length=400)),
                ('findings', models.JSONField(default=list, help_text='What a person should know: [{code, message, count}]')),
                ('received_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('received_by', models.CharField(max_length=120)),
                ('decided_by', models.CharField(blank=True, max_length=120)),
                ('decided_at', models.DateTimeField(null=True)),
                ('is_ours', models.BooleanField(default=False, help_text='The staged file is deleted when it has landed')),
                ('note', models.CharField(blank=True, help_text='Why it failed or was refused', max_length=400)),
            ],
            options={
                'indexes': [models.Index(fields=['-received_at'], name='landing_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['RECEIVED', 'LANDING', 'WAITING', 'LANDED', 'REFUSED', 'FAILED'])), name='landing_status_known'), models.UniqueConstraint(condition=models.Q(('status', 'LANDED')), fields=('feed', 'business_date', 'fingerprint'), name='landing_content_once')],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('BUCKET', 'Bucket'), ('COLLECTABILITY', 'Collectability'), ('ALLOCATION', 'Order of allocation'), ('PENALTY', 'Late charge'), ('DELINQUENCY', 'Counting of days')], max_length=14)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('definition', models.JSONField()),
                ('source', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='scheme_code_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['BUCKET', 'COLLECTABILITY', 'ALLOCATION', 'PENALTY', 'DELINQUENCY'])), name='scheme_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='SchemeAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('BUCKET', 'Bucket'), ('COLLECTABILITY', 'Collectability'), ('ALLOCATION', 'Order of allocation'), ('PENALTY', 'Late charge'), ('DELINQUENCY', 'Counting of days')], max_length=14)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='portfolio.product')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='portfolio.scheme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='assignment_period')],
            },
        ),
        migrations.CreateModel(
            name='ClockAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_date', models.DateField()),
                ('end_date', models.DateField()),
                ('reason', models.CharField(max_length=80)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clock_actions', to='portfolio.contract')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contract', 'start_date', 'end_date', 'reason'), name='clock_action_once')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('due_date', models.DateField()),
                ('principal', models.DecimalField(decimal_places=2, max_digits=18)),
                ('interest', models.DecimalField(decimal_places=2, max_digits=18)),
                ('fee', models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ('penalty', models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instalments', to='portfolio.contract')),
            ],
            options={
                'ordering': ['contract_id', 'due_date', 'number'],
                'constraints': [models.UniqueConstraint(fields=('contract', 'number'), name='instalment_number_once')],
            },
        ),
    ]
