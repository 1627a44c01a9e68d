"""The template every new environment starts with (X14)."""

from django.db import migrations

STAGES = ("prospect", "application", "screen", "interview", "offer")


def create(apps, schema_editor):
    template = apps.get_model("processes", "ProcessTemplate").objects.create(name="Standard", is_default=True)
    stage = apps.get_model("processes", "TemplateStage")
    stage.objects.bulk_create(stage(template=template, kind=kind, position=position) for position, kind in enumerate(STAGES))


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
