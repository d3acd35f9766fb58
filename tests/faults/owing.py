"""Owes a number of mails wherever its environment points: python -m tests.faults.owing 100."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.faults.mailing import owe_notes

    owe_notes(int(sys.argv[1]))
