import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('portfolio', '0001_initial'),
        ('staff', '0001_initial'),
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letterhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=300)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('email', models.CharField(blank=True, max_length=120)),
                ('licence', models.CharField(blank=True, help_text='Such as: berizin dan diawasi oleh OJK', max_length=200)),
                ('complaints', models.CharField(blank=True, help_text='Where somebody complains', max_length=200)),
                ('signatory', models.CharField(max_length=120)),
                ('signatory_title', models.CharField(max_length=120)),
                ('public_address', models.CharField(blank=True, help_text='Of the pages that verify letters', max_length=200)),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letterhead', to='staff.unit')),
            ],
        ),
        migrations.CreateModel(
            name='PrintRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(blank=True, max_length=60)),
                ('letters_count', models.PositiveIntegerField()),
                ('stored_as', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('branch', models.ForeignKey(help_text='Decides row scope', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.unit')),
                ('carrier', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-made_at'], name='print_run_newest')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SP1', 'First warning letter'), ('SP2', 'Second warning letter'), ('SP3', 'Third warning letter'), ('SOMASI', 'Summons (somasi)'), ('ASSIGNMENT', 'Letter of assignment'), ('SETTLEMENT', 'Settlement offer'), ('PAID_IN_FULL', 'Confirmation of full payment'), ('AGREEMENT', 'Letter of agreement'), ('BAST', 'Record of hand-over'), ('ANSWER', 'Answer to a complaint')], max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('position', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=60, unique=True)),
                ('reference', models.CharField(help_text='Who ordered it, such as day:2026-11-20:C1:SP1', max_length=80, unique=True)),
                ('contract_no', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(default='id', max_length=2)),
                ('content', models.JSONField()),
                ('check_code', models.CharField(help_text='In the code that anybody may verify', max_length=24, unique=True)),
                ('status', models.CharField(choices=[('NUMBERED', 'Numbered'), ('READY', 'Ready to print'), ('PRINTED', 'Printed'), ('HANDED', 'With the carrier'), ('DELIVERED', 'Delivered'), ('RETURNED', 'Returned'), ('VOID', 'Void')], default='NUMBERED', max_length=10)),
                ('issued_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('stored_as', models.CharField(blank=True, max_length=200)),
                ('size', models.BigIntegerField(default=0)),
                ('route', models.CharField(blank=True, max_length=60)),
                ('handed_at', models.DateTimeField(null=True)),
                ('delivered_on', models.DateField(null=True)),
                ('received_by', models.CharField(blank=True, choices=[('CONSUMER', 'The consumer'), ('SPOUSE', 'Spouse'), ('FAMILY', 'Family in the house'), ('GUARD', 'Guard or neighbour'), ('MAILBOX', 'Letter box'), ('SELF', 'Taken at the branch')], max_length=10)),
                ('receiver_name', models.CharField(blank=True, max_length=120)),
                ('note', models.CharField(blank=True, help_text='Why it came back or is void', max_length=300)),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('branch', models.ForeignKey(help_text='Decides row scope', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.unit')),
                ('carrier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.case')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='portfolio.customer')),
                ('issued_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.document')),
                ('print_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='letters.printrun')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'NUMBERED')), fields=['id'], name='letter_to_set'), models.Index(fields=['branch', 'status', '-id'], name='letter_of_branch'), models.Index(fields=['contract_no', 'kind'], name='letter_of_contract')],
                'constraints': [models.UniqueConstraint(fields=('branch', 'kind', 'year', 'position'), name='letter_position_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['SP1', 'SP2', 'SP3', 'SOMASI', 'ASSIGNMENT', 'SETTLEMENT', 'PAID_IN_FULL', 'AGREEMENT', 'BAST', 'ANSWER'])), name='letter_kind_known'), models.CheckConstraint(condition=models.Q(('status__in', ['NUMBERED', 'READY', 'PRINTED', 'HANDED', 'DELIVERED', 'RETURNED', 'VOID'])), name='letter_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'DELIVERED'), _negated=True), ('delivered_on__isnull', False), _connector='OR'), name='letter_delivered_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SP1', 'First warning letter'), ('SP2', 'Second warning letter'), ('SP3', 'Third warning letter'), ('SOMASI', 'Summons (somasi)'), ('ASSIGNMENT', 'Letter of assignment'), ('SETTLEMENT', 'Settlement offer'), ('PAID_IN_FULL', 'Confirmation of full payment'), ('AGREEMENT', 'Letter of agreement'), ('BAST', 'Record of hand-over'), ('ANSWER', 'Answer to a complaint')], max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('branch', 'kind', 'year'), name='letter_series_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['SP1', 'SP2', 'SP3', 'SOMASI', 'ASSIGNMENT', 'SETTLEMENT', 'PAID_IN_FULL', 'AGREEMENT', 'BAST', 'ANSWER'])), name='letter_series_kind_known')],
            },
        ),
    ]
