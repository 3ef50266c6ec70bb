import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('portfolio', '0001_initial'),
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='QrisMerchant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('static_text', models.CharField(max_length=512)),
                ('is_active', models.BooleanField(default=True)),
                ('added_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Bank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('VA', 'Virtual account'), ('RETAIL', 'Shop counter')], max_length=6)),
                ('service_id', models.CharField(help_text='First digits of its numbers, the partnerServiceId', max_length=8)),
                ('client_key', models.CharField(help_text='How the bank names itself to us', max_length=36, unique=True)),
                ('secret_cipher', models.BinaryField(help_text='Shared secret of symmetric signatures', null=True)),
                ('public_key', models.TextField(blank=True, help_text="The bank's key, in PEM")),
                ('signs_with', models.CharField(choices=[('HMAC', 'Shared secret (HMAC-SHA512)'), ('RSA', 'Key pair (SHA256withRSA)')], default='HMAC', max_length=4)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['VA', 'RETAIL'])), name='bank_kind_known'), models.CheckConstraint(condition=models.Q(('signs_with__in', ['HMAC', 'RSA'])), name='bank_signs_known')],
            },
        ),
        migrations.CreateModel(
            name='BankToken',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('expires_at', models.DateTimeField()),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='payments.bank')),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40)),
                ('delivery_id', models.CharField(max_length=80)),
                ('received_at', models.DateTimeField()),
                ('body', models.JSONField()),
                ('outcome', models.CharField(max_length=20)),
                ('detail', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'delivery_id'), name='notice_delivered_once')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('payment_ref', models.CharField(max_length=80, unique=True)),
                ('contract_no', models.CharField(help_text='As the sender wrote it', max_length=40)),
                ('match', models.CharField(choices=[('MATCHED', 'Matched'), ('SUSPENSE', 'In suspense'), ('ASSIGNED', 'Assigned by a cashier')], max_length=10)),
                ('paid_on', models.DateField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('reversal_of', models.CharField(blank=True, help_text='payment_ref of what this undoes', max_length=80)),
                ('source', models.CharField(choices=[('FEED', 'Core system file'), ('NOTICE', 'Notice file'), ('WEBHOOK', 'Payment provider'), ('CASHIER', 'Cashier')], max_length=8)),
                ('fed_on', models.DateField(help_text="Business date of the core system's first file with it", null=True)),
                ('contract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='portfolio.contract')),
            ],
            options={
                'indexes': [models.Index(fields=['contract', 'paid_on'], name='payment_of_contract'), models.Index(fields=['contract_no'], name='payment_contract_no'), models.Index(fields=['paid_on'], name='payment_day'), models.Index(condition=models.Q(('match', 'SUSPENSE')), fields=['recorded_at'], name='payment_suspense')],
                'constraints': [models.CheckConstraint(condition=models.Q(('match__in', ['MATCHED', 'SUSPENSE', 'ASSIGNED'])), name='payment_match_known'), models.CheckConstraint(condition=models.Q(('source__in', ['FEED', 'NOTICE', 'WEBHOOK', 'CASHIER'])), name='payment_source_known'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_amount_positive'), models.UniqueConstraint(condition=models.Q(('reversal_of', ''), _negated=True), fields=('reversal_of',), name='payment_reversed_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assigned_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=200)),
                ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portfolio.contract')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='QrisCode',
            fields=[
                ('reference', models.CharField(max_length=25, primary_key=True, serialize=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                ('made_at', models.DateTimeField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qris_codes', to='portfolio.contract')),
                ('merchant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.qrismerchant')),
            ],
            options={
                'indexes': [models.Index(fields=['contract', '-made_at'], name='qris_code_of_contract')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='qris_code_positive')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(blank=True, max_length=60)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('form', models.CharField(choices=[('CSV', 'CSV'), ('MT940', 'MT940'), ('CAMT053', 'camt.053')], max_length=8)),
                ('currency', models.CharField(default='IDR', max_length=3)),
                ('opens_with', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('closes_with', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('read_at', models.DateTimeField()),
                ('bank', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='payments.bank')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('form__in', ['CSV', 'MT940', 'CAMT053'])), name='statement_form_known'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='statement_period')],
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('booked_on', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, help_text='Negative: money that left', max_digits=18)),
                ('reference', models.CharField(blank=True, max_length=120)),
                ('text', models.CharField(blank=True, max_length=400)),
                ('state', models.CharField(choices=[('MATCHED', 'Matched'), ('OPEN', 'To be settled'), ('SETTLED', 'Settled by hand'), ('OUTGOING', 'Money that left')], max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement_line', to='payments.payment')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.statement')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'OPEN')), fields=['booked_on'], name='statement_line_open')],
                'constraints': [models.UniqueConstraint(fields=('statement', 'number'), name='statement_line_once'), models.CheckConstraint(condition=models.Q(('state__in', ['MATCHED', 'OPEN', 'SETTLED', 'OUTGOING'])), name='statement_line_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'MATCHED'), _negated=True), ('payment__isnull', False), _connector='OR'), name='statement_line_matched_to')],
            },
        ),
        migrations.CreateModel(
            name='BankRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=36)),
                ('on', models.DateField(help_text='Day in Jakarta')),
                ('service', models.CharField(max_length=2)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('answer', models.JSONField()),
                ('received_at', models.DateTimeField()),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='payments.bank')),
            ],
            options={
                'indexes': [models.Index(fields=['-received_at'], name='bank_request_newest')],
                'constraints': [models.UniqueConstraint(fields=('bank', 'external_id', 'on'), name='bank_request_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='PayCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='Digits only, without the padding of SNAP', max_length=28)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='payments.bank')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_codes', to='portfolio.contract')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('number',), name='pay_code_once'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('bank', 'contract'), name='pay_code_open_once')],
            },
        ),
    ]
