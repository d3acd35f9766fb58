from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_people_choose_their_mail")]

    operations = [
        migrations.AddField("user", "wants_desk_digest", models.BooleanField(db_default=True, default=True)),
    ]
