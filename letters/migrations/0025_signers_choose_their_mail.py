from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0024_refused_news_is_found")]

    operations = [
        migrations.AddField("signature", "wants_weekly", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("signature", "wants_quiet", models.BooleanField(default=False, db_default=False)),
    ]
