"""What each sender is told, the words that it starts from, and corrections of it."""

import django.db.models.deletion
import varv.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0003_slips_in_names'),
        ('consultation', '0003_points'),
        ('cycles', '0003_versions_in_states'),
        ('files', '0002_destroyed_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('registry', '0019_search_and_secrecy_by_an_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='Language')),
                ('way', models.CharField(choices=[('mail', 'E-mail'), ('letter', 'Letter')], max_length=10, verbose_name='How it goes')),
                ('postal_address', models.TextField(blank=True, verbose_name='Postal address')),
                ('subject', models.CharField(max_length=200, verbose_name='Subject')),
                ('opening', models.TextField(blank=True, verbose_name='Before the points')),
                ('closing', models.TextField(blank=True, verbose_name='After the points')),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('sent', 'Sent')], default='draft', max_length=10)),
                ('made_at', models.DateTimeField(default=varv.clock.now)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('approved_digest', models.CharField(blank=True, max_length=64)),
                ('ordered_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.TextField(blank=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('posted_at', models.DateTimeField(blank=True, null=True)),
                ('posting_noted_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contributions', models.ManyToManyField(related_name='answers', to='consultation.contribution')),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='files.file')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='registry.message')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to=settings.AUTH_USER_MODEL)),
                ('posted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='registry.record')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consultation.round')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answer to input',
                'verbose_name_plural': 'answers to input',
                'ordering': ['round', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AnswerCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('way', models.CharField(choices=[('mail', 'E-mail'), ('letter', 'Letter')], max_length=10)),
                ('reason', models.TextField(verbose_name='Reason')),
                ('text', models.TextField(verbose_name='Text')),
                ('sent_at', models.DateTimeField(default=varv.clock.now)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='consultation.answer')),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer_corrections', to='files.file')),
                ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer_correction', to='registry.message')),
                ('record', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer_correction', to='registry.record')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'correction of an answer',
                'verbose_name_plural': 'corrections of answers',
                'ordering': ['answer', 'number'],
            },
        ),
        migrations.CreateModel(
            name='AnswerText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('subject', models.CharField(max_length=200, verbose_name='Subject')),
                ('opening', models.TextField(verbose_name='Before the points')),
                ('closing', models.TextField(blank=True, verbose_name='After the points')),
                ('changed_at', models.DateTimeField(default=varv.clock.now)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_texts', to='consultation.round')),
            ],
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(condition=models.Q(('ordered_at__isnull', False), ('state', 'approved')), fields=['ordered_at', 'id'], name='answer_ordered'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('round', 'person'), name='a_sender_gets_one_answer_a_round'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('message__isnull', False), ('record__isnull', False), ('sent_at__isnull', False)), models.Q(('letter__isnull', False), ('record__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='what_is_sent_is_recorded'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('approved_digest', ''), _negated=True), _connector='OR'), name='what_is_approved_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('posted_at', None), ('posting_noted_at', None)), models.Q(('posted_at__isnull', False), ('posting_noted_at__isnull', False), ('way', 'letter')), _connector='OR'), name='a_letter_is_posted_by_somebodys_word'),
        ),
        migrations.AddConstraint(
            model_name='answercorrection',
            constraint=models.UniqueConstraint(fields=('answer', 'number'), name='corrections_of_an_answer_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='answertext',
            constraint=models.UniqueConstraint(fields=('round', 'language'), name='answers_are_worded_once_in_a_language'),
        ),
    ]
