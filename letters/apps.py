from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"

    def ready(self) -> None:
        # These need the models, which are ready only now.
        from letters.ledger import checks  # noqa: F401, PLC0415
        from letters.moderation import answers, digest, informing, telling  # noqa: PLC0415
        from letters.privacy import mail as privacy  # noqa: PLC0415
        from letters.signing import composing, milestones  # noqa: PLC0415
        from letters.signing import digest as organizers  # noqa: PLC0415
        from letters.updates import composing as updates  # noqa: PLC0415
        from letters.updates import weekly  # noqa: PLC0415
        from letters.writing import composing as writing  # noqa: PLC0415

        composing.register_kinds()
        milestones.register_kinds()
        organizers.register_kinds()
        telling.register_kinds()
        informing.register_kinds()
        answers.register_kinds()
        digest.register_kinds()
        privacy.register_kinds()
        updates.register_kinds()
        weekly.register_kinds()
        writing.register_kinds()
