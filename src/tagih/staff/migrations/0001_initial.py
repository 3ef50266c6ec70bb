import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True)),
                ('employee_no', models.CharField(max_length=40, unique=True)),
                ('full_name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(default='id', max_length=5)),
                ('theme', models.CharField(default='auto', max_length=5)),
                ('is_active', models.BooleanField(default=True)),
                ('must_change_password', models.BooleanField(default=False)),
                ('joined_on', models.DateField()),
                ('left_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='person_leaves_after_joining')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ip_address', models.GenericIPAddressField(null=True)),
                ('device', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('COMPANY', 'Company'), ('REGION', 'Region'), ('BRANCH', 'Branch'), ('TEAM', 'Team')], max_length=10)),
                ('path', models.CharField(db_index=True, max_length=200)),
                ('region_code', models.CharField(blank=True, help_text='Kemendagri code, such as 18.71', max_length=13)),
                ('is_provisional', models.BooleanField(default=False, help_text='Created from a feed, not yet confirmed')),
                ('closed_on', models.DateField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='staff.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['path'], name='unit_path_prefix', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['COMPANY', 'REGION', 'BRANCH', 'TEAM'])), name='unit_kind_known'), models.CheckConstraint(condition=models.Q(('kind', 'COMPANY'), ('parent__isnull', False), _connector='OR'), name='unit_has_parent')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='staff.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'starts_on'], name='membership_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('person', 'unit', 'role'), name='membership_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('DESK', 'Desk collection'), ('FIELD', 'Field collection'), ('REPOSSESSION', 'Collateral execution'), ('REVIEWER', 'Quality review'), ('CARE', 'Care for people in distress')], max_length=14)),
                ('number', models.CharField(max_length=60)),
                ('issuer', models.CharField(max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('suspended_at', models.DateTimeField(help_text='Until it is given back it counts as none', null=True)),
                ('suspend_reason', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['DESK', 'FIELD', 'REPOSSESSION', 'REVIEWER', 'CARE'])), name='certificate_kind_known'), models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='certificate_period'), models.UniqueConstraint(fields=('kind', 'number'), name='certificate_number_once')],
            },
        ),
    ]
