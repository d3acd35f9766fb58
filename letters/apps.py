from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"

    def ready(self) -> None:
        from letters.signing import composing  # noqa: PLC0415 - needs the models that are ready only now

        composing.register_kinds()
