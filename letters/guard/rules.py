"""The guard's numbers, each with its unit and its reason; the environment may change those of signing."""

from petition import env
from petition.lib.throttle import Window

_HOUR = 3600

# Held past this many tries an hour from one network: more than a family or a studio, less than a script. An art
# school behind one address goes past it and loses nothing, since a moderator releases what was held.
PER_NETWORK = Window(env.number("GUARD_PER_NETWORK", 40, least=1, most=100_000), _HOUR)

# An IPv6 site has 65,536 networks to hide in; eight busy ones at once are plausible, more are not.
WIDE_FACTOR = 8

# Held past this many in ten minutes under one letter: ten a second for so long is a crowd worth a moderator's look.
PER_LETTER = Window(env.number("GUARD_PER_LETTER", 6_000, least=1, most=1_000_000), 600)

# Held past this many tries an hour with one address: nobody mistypes a form so often. Mails are limited apart.
PER_ADDRESS = Window(env.number("GUARD_PER_ADDRESS", 20, least=1, most=100_000), _HOUR)

# Past this many times a limit it is a flood: answered 429, and no row is written.
FLOOD_FACTOR = env.number("GUARD_FLOOD_FACTOR", 10, least=2, most=10)

# Web processes over all machines; with Redis away each allows its share of a limit.
WEB_PROCESSES = env.number("WEB_PROCESSES", 2, least=1, most=10_000)

# Tries from one network at the other doors that strangers can send mail through, so these are narrow. Links from mails
# need no limit: who opens them holds a signed token. Reports send no mail to strangers, but each is read by a person.
DOORS = {"resend": Window(20, _HOUR), "report": Window(20, _HOUR)}


# Held for a day once so many mailboxes said that somebody there had typed their address: one may be a slip of the
# keyboard, three are none. It never makes a flood, for whole towns share an address.
DENIED = Window(3, 24 * _HOUR)


def wide(window: Window) -> Window:
    return Window(window.limit * WIDE_FACTOR, window.seconds)


def is_over(position: int, window: Window) -> bool:
    return position > window.limit


def is_flood(position: int, window: Window) -> bool:
    return position > window.limit * FLOOD_FACTOR
