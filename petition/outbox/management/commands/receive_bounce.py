import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from petition.outbox import bounces, returned


class Command(BaseCommand):
    help = "Read one bounce or complaint, a mail, from standard input; for a pipe of the mail server."
    requires_system_checks = ()  # it runs for every mail, and may run while the database is away

    def handle(self, *args: Any, **options: Any) -> None:
        """Whatever is no report on a mail of ours is done with: sent back it would only come again."""
        content = sys.stdin.buffer.read(returned.LARGEST)
        try:
            report = returned.report_in(content)
            is_news = report is not None and bounces.take(report)
        except (OperationalError, InterfaceError):
            sys.exit(os.EX_TEMPFAIL)
        if report is None:
            self.stdout.write("This is no report on a mail of ours.")
        else:
            self.stdout.write(f"{report.sort.value}{'' if is_news else ', as known'}: {report.kind}")
