from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import history, mail  # noqa: PLC0415 - both need the models that are ready only now

        history.connect()
        mail.register_kinds()
