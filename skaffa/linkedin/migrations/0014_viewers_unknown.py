from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('linkedin', '0013_fewer_indexes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='connection',
            name='viewers_open',
            field=models.BooleanField(default=False, null=True),
        ),
    ]
