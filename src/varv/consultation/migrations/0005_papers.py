"""Papers about a round and what they quote; they can be searched."""

import django.db.models.constraints
import django.db.models.deletion
import varv.clock
from django.conf import settings
from django.db import migrations, models

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0003_slips_in_names'),
        ('consultation', '0004_answers'),
        ('cycles', '0003_versions_in_states'),
        ('files', '0002_destroyed_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('registry', '0019_search_and_secrecy_by_an_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('compilation', 'Compilation of input'), ('decision_paper', 'Decision paper'), ('handover', 'Handover package')], max_length=20, verbose_name='Kind')),
                ('language', models.CharField(max_length=10, verbose_name='Language')),
                ('title', models.CharField(max_length=200, verbose_name='Title')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('making', 'Being made'), ('published', 'Published')], default='draft', max_length=10)),
                ('made_at', models.DateTimeField(default=varv.clock.now)),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('frozen', models.JSONField(blank=True, null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='bodies.decision')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('record', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='registry.record')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='consultation.paper')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='consultation.round')),
                ('word', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
            ],
            options={
                'verbose_name': 'paper',
                'verbose_name_plural': 'papers',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('text', 'Text alone'), ('figures', 'How many, who and from where'), ('themes', 'What the input is about'), ('dispositions', 'Points and their dispositions'), ('changes', 'What is changed'), ('proposal', 'Proposed decision'), ('versions', 'The texts as they now stand'), ('annex', 'Annex: all input')], max_length=20, verbose_name='Kind')),
                ('heading', models.CharField(max_length=200, verbose_name='Heading')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('is_included', models.BooleanField(default=True, verbose_name='Included')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='consultation.paper')),
            ],
            options={
                'ordering': ['paper', 'position'],
            },
        ),
        migrations.CreateModel(
            name='PaperQuote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('contribution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quoted', to='consultation.contribution')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='consultation.paper')),
            ],
            options={
                'ordering': ['paper', 'number'],
            },
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('frozen__isnull', False), ('pdf__isnull', False), ('published_at__isnull', False), ('record__isnull', False), ('word__isnull', False)), _connector='OR'), name='a_published_paper_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='paperpart',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('paper', 'position'), name='parts_of_a_paper_are_in_order'),
        ),
        migrations.AddConstraint(
            model_name='paperquote',
            constraint=models.UniqueConstraint(fields=('paper', 'number'), name='quotes_of_a_paper_are_numbered'),
        ),
        add_column("consultation_paper", names=["title"]),
        add_column("consultation_paperpart", names=["heading"], body=["text"]),
    ]
