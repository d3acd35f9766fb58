class Refused(Exception):
    """A rule says no; `code` names the rule, and the doors turn it into a page or JSON (petition/errors.py)."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
