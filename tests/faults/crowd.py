"""People who sign over HTTP, wait for their mail and confirm, at a steady pace; every request is remembered."""

import re
import threading
import time
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType

from tests.faults.browsing import (
    ANSWERS_WITHIN,
    LETTER,
    NUMBERS,
    Expected,
    ask,
    confirm_form,
    leads_to,
    name_of,
    network_of,
    shows,
    sign_form,
)
from tests.faults.running import until
from tests.sink import Sink

SIGNERS, CONFIRMERS = 3, 2  # at once
BUSY = 6  # people who have confirmed
BREATH = 0.4  # seconds between two people of one signer
AGAIN_AFTER = 0.5  # seconds until somebody who saw an error presses the button again
PATIENCE = 60.0  # seconds until they give up

LINK = re.compile(r"/confirm/[^/\s]+/")
ADDRESS = re.compile(r"signer(\d+)@")


@dataclass(frozen=True)
class Asked:
    """One request and its answer; status 0 says that the connection broke or none could be made."""

    step: str
    person: int
    began: float
    ended: float
    status: int
    is_right: bool

    @property
    def has_failed(self) -> bool:
        return self.status == 0 or self.status >= 500


class Crowd:
    """Comes with the block and leaves with it; nobody goes before they are confirmed."""

    def __init__(self, port: int, sink: Sink) -> None:
        self.port, self.sink = port, sink
        self.asked: list[Asked] = []
        self.last_call, self.over = threading.Event(), threading.Event()
        self.read, self.turn = len(sink.mails), threading.Lock()

    def __enter__(self) -> "Crowd":
        self.pool = ThreadPoolExecutor(SIGNERS + CONFIRMERS)
        self.signers = [self.pool.submit(self._sign_on) for _ in range(SIGNERS)]
        self.confirmers = [self.pool.submit(self._confirm_on) for _ in range(CONFIRMERS)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.last_call.set()
        self.over.set()
        self.pool.shutdown()

    def go_home(self) -> None:
        """Nobody new comes; all who came see their signing through."""
        self.last_call.set()
        _finish(self.signers)
        until(lambda: self.people("sign") <= self.people("confirm"), PATIENCE, self._waiting)
        self.over.set()
        _finish(self.confirmers)

    def people(self, step: str, *, since: float = 0.0) -> set[int]:
        """Those who did this step, and got the answer of it, beginning after this moment."""
        return {asked.person for asked in self.asked if asked.is_right and asked.step == step and asked.began > since}

    def went_all_the_way(self, *, since: float) -> bool:
        return bool(self.people("sign", since=since) & self.people("confirm", since=since))

    def wait_until_busy(self) -> None:
        until(lambda: len(self.people("confirm")) >= BUSY, PATIENCE, lambda: "Hardly anybody gets through.")

    def failures(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.has_failed]

    def wrong_answers(self) -> list[Asked]:
        return [asked for asked in self.asked if not asked.is_right and not asked.has_failed]

    def _waiting(self) -> str:
        return f"Never confirmed: {sorted(self.people('sign') - self.people('confirm'))}"

    def _sign_on(self) -> None:
        while not self.last_call.wait(BREATH):
            person = next(NUMBERS)
            self._insist("sign", person, f"{LETTER}sign/", sign_form(person), leads_to(f"{LETTER}sign/sent/"))

    def _confirm_on(self) -> None:
        while not self.over.is_set():
            mail = self._take_mail()
            if mail is None:
                time.sleep(0.05)
            elif link := LINK.search(text_of(mail)):
                self._confirm(link[0], person_of(mail))

    def _take_mail(self) -> EmailMessage | None:
        with self.turn:
            if self.read >= len(self.sink.mails):
                return None
            self.read += 1
            return self.sink.mails[self.read - 1]

    def _confirm(self, path: str, person: int) -> None:
        self._insist("look", person, path, None, shows(name_of(person)))
        self._insist("confirm", person, path, confirm_form(person), leads_to(f"{LETTER}signed/"))

    def _insist(self, step: str, person: int, path: str, form: dict[str, str] | None, expected: Expected) -> None:
        """Ask again as long as the site fails; a wrong answer is kept and not argued with."""
        ends = time.monotonic() + PATIENCE
        while self._ask(step, person, path, form, expected).has_failed and time.monotonic() < ends:
            time.sleep(AGAIN_AFTER)

    def _ask(self, step: str, person: int, path: str, form: dict[str, str] | None, expected: Expected) -> Asked:
        began = time.monotonic()
        status, place, body = ask(self.port, path, form, client=network_of(person))
        asked = Asked(step, person, began, time.monotonic(), status, expected(status, place, body))
        self.asked.append(asked)
        return asked


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())


def person_of(mail: EmailMessage) -> int:
    found = ADDRESS.match(str(mail["To"]))
    assert found, mail["To"]
    return int(found[1])


def _finish(futures: Collection[Future[None]]) -> None:
    for future in futures:
        future.result(PATIENCE + ANSWERS_WITHIN)
