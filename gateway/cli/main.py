"""Find the command that was asked for and run it.

Exit codes: 0 fine, 1 findings, 2 usage, 3 environment. Only the module of the command in question is imported,
since some load engines that take seconds.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Protocol, cast

from gateway.cli.exits import EnvironmentFault, Exit

COMMANDS: Mapping[str, str] = {
    "demo": "a whole small world in one process, with a tour",
    "serve": "run the gateway",
    "check": "find every mistake in a configuration",
    "explain": "say what would happen to a request, and why",
    "scan": "show what the classifiers find in a payload",
    "inventory": "list what each plugin can read and write",
    "audit": "read and verify the audit log",
}


class Command(Protocol):
    """What a module of this package offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; return the exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = next((word for word in words if not word.startswith("-")), None)
    parser = argparse.ArgumentParser(prog="sallyport", description="A data boundary gateway for AI plugins.")
    parser.add_argument("--version", action="version", version=f"sallyport {version('sallyport')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for known, purpose in COMMANDS.items():
        subparser = commands.add_parser(known, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
        if known == name:
            command_named(known).configure(subparser)
    options = parser.parse_args(words)
    try:
        return command_named(options.command).run(options)
    except EnvironmentFault as fault:
        print(f"sallyport: {fault}", file=sys.stderr)
        return Exit.ENVIRONMENT
    except BrokenPipeError:  # the reader of our output left, as ``head`` does
        sys.stderr.close()
        return Exit.FINE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def command_named(name: str) -> Command:
    return cast("Command", importlib.import_module(f"gateway.cli.{name}"))
