"""Visible Job IDs count up from 1001 in each environment (X30)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE jobs_job_code START 1001", "DROP SEQUENCE jobs_job_code"),
    ]
