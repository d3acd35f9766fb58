"""Runs a module of this folder inside Django, wherever its environment points: python -m tests.faults.inside NAME …"""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    import_module(f"tests.faults.{sys.argv[1]}").main(*sys.argv[2:])
