"""`python -m gymcrm.stack`: run, reset, checks, with."""

import argparse
import sys

from gymcrm.stack import checks, run, temporary
from gymcrm.stack.process import StackError


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gymcrm.stack")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="bring the system up and keep it up")
    commands.add_parser("reset", help="clear its data")
    checking = commands.add_parser("checks", help="run every check, with one summary")
    checking.add_argument("--lint", action="store_true", help="only those that run no test")
    temporarily = commands.add_parser("with", help="run a command against a whole system of its own, then remove that")
    temporarily.add_argument("argv", nargs=argparse.REMAINDER, metavar="-- command")
    given = parser.parse_args()
    try:
        match given.command:
            case "run":
                run.run()
            case "reset":
                run.reset()
            case "checks":
                sys.exit(checks.main(lint_only=given.lint))
            case "with":
                sys.exit(temporary.run_with(given.argv[1:]))
    except StackError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
