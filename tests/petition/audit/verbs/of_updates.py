"""Updates to signers, what their team does with them, and what the clock does."""

from letters.models import Update
from letters.updates.actions import beginning, following, owe_next, sending, writing
from letters.updates.actions.writing import News
from letters.updates.audiences import Wanted
from letters.writing.actions import ask_changes, reject
from tests.letters.updates.newsroom import NEWS, of_trusted, seen, send_it, sent, written
from tests.makers import make_letter, make_user
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves


def at_the_desk(update: Update) -> int:
    update.refresh_from_db()
    return update.submission_id or 0


def begun() -> Update:
    """An update on its way to nobody."""
    update = send_it(written(of_trusted()))
    beginning.begin_due()
    return update


@leaves(writing.start, "updates.start")
def start() -> Deed:
    letter = make_letter()
    return lambda: writing.start(letter.pk, NEWS, person=make_user())


@leaves(writing.keep, "updates.keep")
def keep() -> Deed:
    update = written(make_letter())
    return lambda: writing.keep(update.pk, News("They have answered"), on=0, person=make_user())


@leaves(writing.choose, "updates.choose")
def choose() -> Deed:
    update = written(make_letter())
    return lambda: writing.choose(update.pk, Wanted("first_signers"), person=make_user())


@leaves(writing.delete, "updates.delete")
def delete() -> Deed:
    update = written(make_letter())
    return lambda: writing.delete(update.pk, person=make_user())


@leaves(sending.send, "writing.submit", "updates.send")
def send() -> Deed:
    update = written(make_letter())
    click = seen(update)
    return lambda: sending.send(update.pk, click, person=make_user())


@leaves(sending.pause, "updates.pause")
def pause() -> Deed:
    update = begun()
    return lambda: sending.pause(update.pk, person=make_user())


@leaves(sending.go_on, "updates.go_on")
def go_on() -> Deed:
    update = begun()
    sending.pause(update.pk, person=make_user())
    return lambda: sending.go_on(update.pk, person=make_user())


@leaves(sending.cancel, "updates.cancel")
def cancel() -> Deed:
    update = begun()
    return lambda: sending.cancel(update.pk, person=make_user())


@leaves(beginning.begin_due, "updates.stop", "updates.settle", "updates.begin")
def begin_due() -> Deed:
    refused = sent(of_trusted())
    reject(at_the_desk(refused), by=BY)
    ask_changes(at_the_desk(send_it(written(make_letter()))), by=BY)
    send_it(written(of_trusted()))
    return lambda: beginning.begin_due()


@leaves(following.follow, "updates.end")
def follow() -> Deed:
    begun()
    owe_next()
    return lambda: following.follow()
