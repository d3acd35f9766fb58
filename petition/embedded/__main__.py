"""`python -m petition.embedded run | stop | with -- COMMAND`."""

import argparse
import sys

from petition.embedded.private import run_with
from petition.embedded.program import Failed


def main() -> int:
    options = _parser().parse_args()
    try:
        return run_with(options.command, durable=options.fsync == "on")
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m petition.embedded", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    private = verbs.add_parser("with", help="run a command against engines of its own")
    private.add_argument("--fsync", choices=["on", "off"], default="off")
    private.add_argument("command", nargs="+", help="after --")
    return parser


if __name__ == "__main__":
    sys.exit(main())
