"""A source has a name in each language; until somebody translates it, the one it had."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0008_by_letters'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='sourcechoice', name='source_name_unique'),
        migrations.RenameField(model_name='sourcechoice', old_name='name', new_name='name_en'),
        migrations.AlterField(model_name='sourcechoice', name='name_en', field=models.CharField(max_length=80)),
        migrations.AddField(
            model_name='sourcechoice', name='name_sv', field=models.CharField(default='', max_length=80), preserve_default=False
        ),
        migrations.RunSQL('UPDATE candidates_sourcechoice SET name_sv = name_en', migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='sourcechoice',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_en'), condition=models.Q(('name_en', ''), _negated=True), name='source_english_unique'),
        ),
        migrations.AddConstraint(
            model_name='sourcechoice',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name_sv'), condition=models.Q(('name_sv', ''), _negated=True), name='source_swedish_unique'),
        ),
    ]
