"""What the groups of rows share: one site for the whole run, and the one without its edge for those that ask."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from django.core.management import call_command

from tests.bench import servers
from tests.bench.servers import Web


class Bench:
    def __enter__(self) -> Self:
        self.stack = ExitStack()
        self.folder: Path = servers.FOLDER
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    @cached_property
    def site(self) -> Web:
        return self.stack.enter_context(servers.web(edge=True))

    @cached_property
    def django(self) -> Web:
        """The site with every page made anew: Django, the templates and the database alone."""
        return self.stack.enter_context(servers.web(edge=False))
