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
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('discovered_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='Authority and people must know by then')),
                ('began_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('data', models.JSONField(default=list, help_text='Ids of the register of processing')),
                ('people', models.PositiveIntegerField(help_text='How many; null while unknown', null=True)),
                ('how', models.TextField(help_text='When and how it came out')),
                ('remedy', models.TextField(blank=True, help_text='What is done to handle and mend it')),
                ('status', models.CharField(choices=[('OPEN', 'Being looked into'), ('NOTIFIED', 'Authority and people told'), ('CLOSED', 'Closed')], default='OPEN', max_length=8)),
                ('recorded_at', models.DateTimeField()),
                ('escalated_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'OPEN')), fields=['due_at'], name='breach_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['OPEN', 'NOTIFIED', 'CLOSED'])), name='breach_status_known')],
            },
        ),
        migrations.CreateModel(
            name='BreachNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(choices=[('AUTHORITY', 'Data protection authority'), ('REGULATOR', 'Financial regulator'), ('SUBJECTS', 'The people concerned'), ('PUBLIC', 'The public'), ('PARTNER', 'A partner')], max_length=10)),
                ('told', models.CharField(help_text='Whom exactly, and how', max_length=200)),
                ('text', models.TextField()),
                ('sent_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='privacy.breach')),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('recipient__in', ['AUTHORITY', 'REGULATOR', 'SUBJECTS', 'PUBLIC', 'PARTNER'])), name='breach_recipient_known')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ACCESS', 'Access'), ('CORRECTION', 'Correction'), ('RESTRICTION', 'Restriction'), ('ERASURE', 'Erasure')], max_length=12)),
                ('status', models.CharField(choices=[('RECEIVED', 'Received'), ('PROPOSED', 'Waiting for the second person'), ('GRANTED', 'Granted, to be carried out'), ('DONE', 'Carried out'), ('REFUSED', 'Refused')], default='RECEIVED', max_length=8)),
                ('intake', models.CharField(choices=[('BRANCH', 'At a branch'), ('PHONE', 'By telephone'), ('EMAIL', 'By e-mail'), ('LETTER', 'By letter'), ('REGULATOR', 'Through the regulator')], max_length=10)),
                ('identified_by', models.CharField(help_text='How we know that it is the person', max_length=200)),
                ('wish', models.TextField(blank=True, help_text="In the person's words")),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('escalated_at', models.DateTimeField(null=True)),
                ('proposal', models.CharField(blank=True, choices=[('GRANT', 'Grant'), ('REFUSE', 'Refuse')], max_length=6)),
                ('ground', models.CharField(blank=True, help_text='Of refusal, see law/grounds.toml', max_length=24)),
                ('reasoning', models.TextField(blank=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('outcome', models.JSONField(default=dict, help_text='What was done: counts by name')),
                ('stored_as', models.CharField(blank=True, help_text='The exported file, until its time is over', max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='portfolio.customer')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ['RECEIVED', 'PROPOSED', 'GRANTED'])), fields=['due_at'], name='data_request_open'), models.Index(fields=['customer', '-asked_at'], name='data_request_of_customer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['RECEIVED', 'PROPOSED', 'GRANTED', 'DONE', 'REFUSED'])), name='data_request_status_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['ACCESS', 'CORRECTION', 'RESTRICTION', 'ERASURE'])), name='data_request_kind_known'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='data_request_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'REFUSED'), _negated=True), models.Q(models.Q(('ground', ''), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='data_request_refused_on_a_ground')],
            },
        ),
        migrations.CreateModel(
            name='KeyRotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('key', models.CharField(help_text='Fingerprint of the key, which says nothing about it', max_length=16)),
                ('last_id', models.BigIntegerField(default=0)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'key'), name='key_rotation_once')],
            },
        ),
        migrations.CreateModel(
            name='Lifting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('WAITING', 'Waiting for the second person'), ('APPROVED', 'Approved'), ('DECLINED', 'Declined'), ('OVERTAKEN', 'Overtaken by another change')], default='WAITING', max_length=9)),
                ('reason', models.CharField(max_length=400)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=400)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='liftings', to='privacy.datarequest')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['WAITING', 'APPROVED', 'DECLINED', 'OVERTAKEN'])), name='lifting_status_known'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='lifting_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['APPROVED', 'DECLINED']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='lifting_decided_by_somebody'), models.UniqueConstraint(condition=models.Q(('status', 'WAITING')), fields=('request',), name='lifting_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='RetentionProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('WAITING', 'Waiting for the second person'), ('APPROVED', 'Approved'), ('DECLINED', 'Declined'), ('OVERTAKEN', 'Overtaken by another change')], default='WAITING', max_length=9)),
                ('reason', models.CharField(max_length=400)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=400)),
                ('rule', models.CharField(max_length=40)),
                ('is_on', models.BooleanField()),
                ('months', models.PositiveSmallIntegerField()),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['WAITING', 'APPROVED', 'DECLINED', 'OVERTAKEN'])), name='retentionproposal_status_known'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='retentionproposal_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['APPROVED', 'DECLINED']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='retentionproposal_decided_by_somebody'), models.UniqueConstraint(condition=models.Q(('status', 'WAITING')), fields=('rule',), name='retentionproposal_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('cutoff', models.DateField()),
                ('is_dry', models.BooleanField()),
                ('rows', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['rule', '-started_at'], name='retention_run_newest')],
            },
        ),
        migrations.CreateModel(
            name='RetentionSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40, unique=True)),
                ('is_on', models.BooleanField(default=False)),
                ('months', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('set_at', models.DateTimeField()),
                ('approved_by', models.ForeignKey(db_index=False, help_text='The second person, where the rule lets go of more than before', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('set_by')), _negated=True), _connector='OR'), name='retention_switch_two_people')],
            },
        ),
    ]
