# Files are read and remembered by skaffa.imports now; what was under way here is uploaded again.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('pools', '0003_import_source'),
    ]

    operations = [
        migrations.DeleteModel(name='ImportRow'),
        migrations.DeleteModel(name='Import'),
    ]
