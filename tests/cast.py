"""The people of the tests, so that a name says who does what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    name: str
    address: str


# Signers
ADA = Person("Ada Lovelace", "ada@example.org")
NOOR = Person("Noor Haddad", "noor@example.net")
SUZIE = Person("Suzie Ågren", "suzie@example.com")

# Somebody who types the addresses of others.
MALLORY = Person("Mallory", "mallory@example.org")

# Behind the letters
OLIVE = Person("Olive the Organizer", "olive@studio.example")
MO = Person("Mo the Moderator", "mo@undersigned.example")
RUTH = Person("Ruth the Administrator", "ruth@undersigned.example")
