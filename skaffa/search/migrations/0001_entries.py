import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models

FOLD = r"""
CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(
        replace(replace(lower(unaccent('unaccent', $1)), '++', 'plusplus'), '#', 'sharp'),
        '@._-+/\:&=?%()[]{}<>|~^*!,;''"',
        repeat(' ', 29)
    )
$$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('candidates', '0002_internal'),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION search_fold(text)"),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', django.contrib.postgres.search.SearchVectorField()),
                ('body', django.contrib.postgres.search.SearchVectorField()),
                ('labels', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('application', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='applications.application')),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='candidates.candidate')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['labels'], name='search_entry_labels')],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'application'), name='search_entry_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(
            "CREATE INDEX search_entry_words ON search_entry USING gin ((head || body)) WITH (fastupdate = off)",
            "DROP INDEX search_entry_words",
        ),
        migrations.RunSQL(  # people who were there before are found once the worker has been at them
            "INSERT INTO search_mark (candidate_id, at) SELECT id, modified_at FROM candidates_candidate",
            migrations.RunSQL.noop,
        ),
    ]
