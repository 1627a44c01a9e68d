"""Sources become rows that administrators extend; what every environment begins with (A123)."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

CATEGORIES = (
    "linkedin", "career_site", "referral", "job_board", "social_network", "agency", "career_fair", "conference",
    "university", "association", "marketing", "publication", "classifieds", "recruiter", "pool", "import", "api", "other",
)
DETAILS = {
    "job_board": ("Indeed", "Seek", "CareerBuilder", "Google Jobs", "Xing", "Glassdoor", "Monster"),
    "social_network": ("Facebook", "Twitter"),
}


def create(apps, schema_editor):
    choice = apps.get_model("candidates", "SourceChoice")
    made = [choice(code=code, position=place) for place, code in enumerate(CATEGORIES)]
    choice.objects.bulk_create(made)
    details = [(above, name) for above, names in DETAILS.items() for name in names]
    choice.objects.bulk_create(
        choice(code=name.lower().replace(" ", "_"), name=name, category_id=above, position=len(made) + place)
        for place, (above, name) in enumerate(details)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0003_changed_since'),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceChoice',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='details', to='candidates.sourcechoice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('name', ''), _negated=True), name='source_name_unique')],
            },
        ),
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
