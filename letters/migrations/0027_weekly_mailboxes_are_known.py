from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0026_weekly_news_that_was_held_still_comes")]

    operations = [
        migrations.CreateModel(
            name="WeeklyMailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.BinaryField(max_length=32, unique=True)),
            ],
        ),
    ]
