"""Runs the site, stops it, or gives one command engines of its own."""

import argparse
import sys

from petition.embedded.private import run_with
from petition.embedded.program import Failed
from petition.embedded.site import run, stop


def main() -> int:
    options = _parser().parse_args()
    try:
        if options.verb == "with":
            return run_with(options.command, durable=options.fsync == "on")
        return run() if options.verb == "run" else stop()
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m petition.embedded", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run", help="run the whole site until Ctrl-C")
    verbs.add_parser("stop", help="stop the site that runs from this folder")
    private = verbs.add_parser("with", help="run a command against engines of its own")
    private.add_argument("--fsync", choices=["on", "off"], default="off", help="on: as durable as a real site")
    private.add_argument("command", nargs="+", help="after --")
    return parser


if __name__ == "__main__":
    sys.exit(main())
