"""Keep the words of a frozen paper apart, so that they can be masked; let papers be found."""

import django.db.models.deletion
from django.db import migrations, models

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0005_papers'),
        ('registry', '0005_search_functions'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='edition',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='paper',
            name='fingerprint',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='paper',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='consultation.paper'),
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
                'constraints': [models.UniqueConstraint(fields=('paper', 'number'), name='quotes_of_a_paper_are_numbered')],
            },
        ),
        add_column("consultation_paper", names=["title"]),
        add_column("consultation_paperpart", names=["heading"], body=["text"]),
    ]
