from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import history, mail, team_mail  # noqa: PLC0415 - all need the models that are ready only now

        history.connect()
        mail.register_kinds()
        team_mail.register_kinds()
