from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(unique=True)),
                ("rows", models.PositiveBigIntegerField()),
                ("size", models.PositiveBigIntegerField()),
            ],
            options={"ordering": ["made_at"]},
        ),
    ]
