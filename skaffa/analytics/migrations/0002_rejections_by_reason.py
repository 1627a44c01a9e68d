"""Rejections are counted by whichever reason their list has, in rows instead of columns."""

import django.db.models.deletion
from django.db import migrations, models

REASONS = ("experience", "education", "skills", "competency", "licensure", "not_interested", "other")
MOVED = f"""
INSERT INTO analytics_rejectioncount (job_id, month, source_id, reason, many)
SELECT job_id, month, source_id, reason, many FROM analytics_count
CROSS JOIN LATERAL (VALUES {", ".join(f"('{reason}', rejected_{reason})" for reason in REASONS)}) counted (reason, many)
WHERE many > 0
"""


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0001_initial'),
        ('candidates', '0008_by_letters'),
        ('jobs', '0011_choices_of_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='RejectionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('reason', models.CharField(max_length=20)),
                ('many', models.PositiveIntegerField()),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='jobs.job')),
                ('source', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidates.sourcechoice')),
            ],
            options={
                'indexes': [models.Index(fields=['month'], name='rejection_count_by_month')],
                'constraints': [models.UniqueConstraint(fields=('job', 'month', 'source', 'reason'), name='rejection_count_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
        *(migrations.RemoveField(model_name='count', name=f'rejected_{reason}') for reason in REASONS),
    ]
