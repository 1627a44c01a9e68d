"""Room on each page for the next version of its rows: leasing a mark, or noting what LinkedIn has, then touches no index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("linkedin", "0011_members")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE linkedin_syncitem SET (fillfactor = 60)",
                "ALTER TABLE linkedin_remoterecord SET (fillfactor = 60)",
            ],
            [
                "ALTER TABLE linkedin_syncitem RESET (fillfactor)",
                "ALTER TABLE linkedin_remoterecord RESET (fillfactor)",
            ],
        ),
    ]
