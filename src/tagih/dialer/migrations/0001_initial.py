import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('contacts', '0001_initial'),
        ('portfolio', '0001_initial'),
        ('staff', '0001_initial'),
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('mode', models.CharField(choices=[('PREDICTIVE', 'Predictive'), ('PROGRESSIVE', 'One line per free agent'), ('PREVIEW', 'Preview'), ('BOT', 'Automatic reminder'), ('INBOUND', 'Incoming only')], max_length=12)),
                ('purpose', models.CharField(choices=[('REMIND', 'Remind'), ('COLLECT', 'Collect'), ('LOCATE', 'Locate'), ('DELIVER_LETTER', 'Deliver a letter'), ('REPOSSESS', 'Take over collateral')], default='COLLECT', max_length=14)),
                ('skill', models.CharField(blank=True, help_text='That an agent needs, such as a language', max_length=40)),
                ('priority', models.SmallIntegerField(default=50, help_text='Higher goes first where agents are shared')),
                ('is_running', models.BooleanField(default=False)),
                ('target_share', models.DecimalField(decimal_places=3, default=Decimal('0.030'), max_digits=4)),
                ('ring_s', models.PositiveSmallIntegerField(default=25)),
                ('wrap_s', models.PositiveSmallIntegerField(default=60, help_text='After which a leader sees that wrap-up is long')),
                ('most_lines', models.PositiveSmallIntegerField(default=30)),
                ('calls_per_second', models.PositiveSmallIntegerField(default=5)),
                ('detects_machines', models.BooleanField(default=False)),
                ('records', models.BooleanField(default=True)),
                ('caller_id', models.CharField(blank=True, max_length=40)),
                ('inbound_number', models.CharField(blank=True, max_length=40)),
                ('sounds', models.JSONField(default=dict, help_text='Names of prompts: abandoned, queue, reminder, thanks')),
                ('pacing', models.JSONField(default=dict, help_text='What was learned, kept over restarts')),
                ('created_at', models.DateTimeField()),
                ('queues', models.ManyToManyField(help_text='Whose work fills the list', related_name='+', to='cases.queue')),
                ('teams', models.ManyToManyField(help_text='Who serves it; none: whoever has the skill', related_name='+', to='staff.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['PREDICTIVE', 'PROGRESSIVE', 'PREVIEW', 'BOT', 'INBOUND'])), name='campaign_mode_known'), models.CheckConstraint(condition=models.Q(('purpose__in', ['REMIND', 'COLLECT', 'LOCATE', 'DELIVER_LETTER', 'REPOSSESS'])), name='campaign_purpose_known'), models.CheckConstraint(condition=models.Q(('ring_s__gte', 15)), name='campaign_rings_15_s'), models.CheckConstraint(condition=models.Q(('target_share__gte', 0), ('target_share__lte', Decimal('0.05'))), name='campaign_target_low')],
            },
        ),
        migrations.CreateModel(
            name='Now',
            fields=[
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='now', serialize=False, to='dialer.campaign')),
                ('told_at', models.DateTimeField()),
                ('figures', models.JSONField(default=dict)),
                ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=80)),
                ('script', models.CharField(blank=True, max_length=40)),
                ('priority', models.IntegerField(default=0, help_text='Higher goes first')),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('TAKEN', 'Being dialled'), ('DONE', 'Done'), ('WITHDRAWN', 'Withdrawn')], default='WAITING', max_length=9)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, help_text='Why it was withdrawn, or what the gate said last', max_length=80)),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='dialer.campaign')),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portfolio.customer')),
                ('wants', models.ForeignKey(db_index=False, help_text='Who knows the person', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'WAITING')), fields=['campaign', '-priority', 'due_at', 'id'], name='entry_next'), models.Index(condition=models.Q(('state__in', ['WAITING', 'TAKEN'])), fields=['customer'], name='entry_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'reference'), name='entry_reference_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['WAITING', 'TAKEN'])), fields=('campaign', 'customer'), name='entry_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ['WAITING', 'TAKEN', 'DONE', 'WITHDRAWN'])), name='entry_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('direction', models.CharField(choices=[('OUT', 'Outgoing'), ('IN', 'Incoming')], max_length=3)),
                ('node', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('RINGING', 'Ringing'), ('WAITING', 'Waits for an agent'), ('TALKING', 'Talking'), ('ENDED', 'Ended')], max_length=8)),
                ('outcome', models.CharField(blank=True, choices=[('CONNECTED', 'Talked'), ('ABANDONED', 'Abandoned'), ('MACHINE', 'Answering machine'), ('NO_ANSWER', 'Not answered'), ('BUSY', 'Busy'), ('REJECTED', 'Rejected'), ('INACTIVE', 'Number not in use'), ('GIVEN_UP', 'Given up while ringing'), ('BOT_DONE', 'Reminder played'), ('FAULT', 'Line failed')], max_length=10)),
                ('cause', models.CharField(blank=True, choices=[('NO_ANSWER', 'Not answered'), ('BUSY', 'Busy'), ('REJECTED', 'Rejected'), ('VOICEMAIL', 'Voicemail'), ('INACTIVE', 'Number not in use'), ('THEY_HUNG_UP', 'They hung up'), ('WE_HUNG_UP', 'We hung up'), ('TRUNK_FULL', 'No free line at the carrier'), ('FAULT', 'Line failed')], max_length=12)),
                ('keys', models.CharField(blank=True, help_text='Pressed by the customer', max_length=20)),
                ('dialed_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('connected_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('wrapped_at', models.DateTimeField(help_text='When the agent was free again', null=True)),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to=settings.AUTH_USER_MODEL)),
                ('attempt', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call', to='contacts.attempt')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('contact_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contactpoint')),
                ('customer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portfolio.customer')),
                ('campaign', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='dialer.campaign')),
                ('entry', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='dialer.entry')),
            ],
            options={
                'indexes': [models.Index(fields=['campaign', 'dialed_at'], name='call_of_campaign'), models.Index(fields=['agent', '-dialed_at'], name='call_of_agent'), models.Index(fields=['customer', '-dialed_at'], name='call_of_customer'), models.Index(condition=models.Q(('state', 'ENDED'), _negated=True), fields=['node'], name='call_alive')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['RINGING', 'WAITING', 'TALKING', 'ENDED'])), name='call_state_known'), models.CheckConstraint(condition=models.Q(('direction__in', ['OUT', 'IN'])), name='call_direction_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'CONNECTED', 'ABANDONED', 'MACHINE', 'NO_ANSWER', 'BUSY', 'REJECTED', 'INACTIVE', 'GIVEN_UP', 'BOT_DONE', 'FAULT'])), name='call_outcome_known'), models.CheckConstraint(condition=models.Q(('cause__in', ['', 'NO_ANSWER', 'BUSY', 'REJECTED', 'VOICEMAIL', 'INACTIVE', 'THEY_HUNG_UP', 'WE_HUNG_UP', 'TRUNK_FULL', 'FAULT'])), name='call_cause_known')],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('CUSTOMER', 'Customer'), ('AGENT', 'Agent')], max_length=8)),
                ('name', models.CharField(help_text='At the switch', max_length=80, unique=True)),
                ('state', models.CharField(choices=[('RUNNING', 'Being recorded'), ('STORED', 'Stored'), ('LOST', 'Lost')], default='RUNNING', max_length=7)),
                ('began_at', models.DateTimeField()),
                ('stored_at', models.DateTimeField(null=True)),
                ('file', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('seconds', models.FloatField(default=0)),
                ('size', models.PositiveIntegerField(default=0)),
                ('pauses', models.JSONField(default=list, help_text='[from, until] in seconds of the call')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recordings', to='dialer.call')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'RUNNING')), fields=['began_at'], name='tape_running')],
                'constraints': [models.UniqueConstraint(fields=('call', 'side'), name='tape_once_a_side'), models.CheckConstraint(condition=models.Q(('side__in', ['CUSTOMER', 'AGENT'])), name='tape_side_known'), models.CheckConstraint(condition=models.Q(('state__in', ['RUNNING', 'STORED', 'LOST'])), name='tape_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='seat', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('address', models.CharField(help_text='What the switch rings', max_length=120)),
                ('secret', models.BinaryField(help_text='Of the softphone, encrypted', null=True)),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('state', models.CharField(choices=[('READY', 'Ready'), ('TALKING', 'Talking'), ('WRAP_UP', 'Wrap-up'), ('WORKING', 'Working a case'), ('BREAK', 'Break'), ('PRAYER', 'Prayer'), ('MEETING', 'Meeting'), ('TRAINING', 'Training'), ('CUT_OFF', 'Telephone not connected'), ('OFF', 'Signed out')], default='OFF', max_length=9)),
                ('since', models.DateTimeField()),
                ('is_connected', models.BooleanField(default=False, help_text="The telephone's leg stands")),
                ('wants', models.CharField(blank=True, choices=[('READY', 'Ready'), ('TALKING', 'Talking'), ('WRAP_UP', 'Wrap-up'), ('WORKING', 'Working a case'), ('BREAK', 'Break'), ('PRAYER', 'Prayer'), ('MEETING', 'Meeting'), ('TRAINING', 'Training'), ('CUT_OFF', 'Telephone not connected'), ('OFF', 'Signed out')], help_text='The state after this conversation', max_length=9)),
                ('call', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='dialer.call')),
                ('campaigns', models.ManyToManyField(related_name='seats', to='dialer.campaign')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['READY', 'TALKING', 'WRAP_UP', 'WORKING', 'BREAK', 'PRAYER', 'MEETING', 'TRAINING', 'CUT_OFF', 'OFF'])), name='seat_state_known'), models.CheckConstraint(condition=models.Q(('wants__in', ['', 'READY', 'TALKING', 'WRAP_UP', 'WORKING', 'BREAK', 'PRAYER', 'MEETING', 'TRAINING', 'CUT_OFF', 'OFF'])), name='seat_wish_known')],
            },
        ),
        migrations.CreateModel(
            name='SeatChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('READY', 'Ready'), ('TALKING', 'Talking'), ('WRAP_UP', 'Wrap-up'), ('WORKING', 'Working a case'), ('BREAK', 'Break'), ('PRAYER', 'Prayer'), ('MEETING', 'Meeting'), ('TRAINING', 'Training'), ('CUT_OFF', 'Telephone not connected'), ('OFF', 'Signed out')], max_length=9)),
                ('since', models.DateTimeField()),
                ('call', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialer.call')),
                ('campaign', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialer.campaign')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='seat_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'since'], name='seat_change_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['READY', 'TALKING', 'WRAP_UP', 'WORKING', 'BREAK', 'PRAYER', 'MEETING', 'TRAINING', 'CUT_OFF', 'OFF'])), name='seat_change_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('HANG_UP', 'Hang up'), ('HOLD', 'Hold'), ('RESUME', 'Resume'), ('SILENCE', 'Pause the recording'), ('SPEAK', 'Go on recording'), ('LISTEN', 'Listen'), ('WHISPER', 'Whisper'), ('BARGE', 'Join'), ('LEAVE', 'Leave'), ('TRANSFER', 'Transfer'), ('DIAL', 'Dial')], max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='dialer.call')),
                ('target', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['asked_at'], name='wish_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['HANG_UP', 'HOLD', 'RESUME', 'SILENCE', 'SPEAK', 'LISTEN', 'WHISPER', 'BARGE', 'LEAVE', 'TRANSFER', 'DIAL'])), name='wish_kind_known')],
            },
        ),
    ]
