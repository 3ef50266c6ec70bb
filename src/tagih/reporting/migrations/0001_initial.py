import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('business_date', models.DateField()),
                ('dimension', models.CharField(help_text='AGENT, TEAM, BUCKET, BRANCH', max_length=8)),
                ('key', models.CharField(max_length=60)),
                ('unit_path', models.CharField(blank=True, help_text='Decides who may see it', max_length=200)),
                ('label', models.CharField(max_length=120)),
                ('counts', models.JSONField()),
                ('computed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('business_date', 'dimension', 'key', 'unit_path'), name='daily_figures_once')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=40)),
                ('value', models.DecimalField(decimal_places=4, max_digits=18)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.unit')),
            ],
        ),
        migrations.CreateModel(
            name='StoredReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('business_date', models.DateField()),
                ('form', models.CharField(choices=[('xlsx', 'Excel workbook'), ('pdf', 'PDF')], max_length=4)),
                ('language', models.CharField(max_length=5)),
                ('stored_as', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('business_date', 'unit', 'form', 'language'), name='stored_report_once')],
            },
        ),
    ]
