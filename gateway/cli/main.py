"""Find the command that was asked for and run it.

Exit codes: 0 fine, 1 findings, 2 usage, 3 environment. Only the module of the command in question is imported,
since some load engines that take seconds.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib.metadata import version
from typing import Protocol, cast

from gateway.cli.exits import Ending, Exit

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
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()  # here, where a reader that left can be answered
    except Ending as ending:
        return _told(str(ending), ending.code)
    except BrokenPipeError:  # the reader of our output left, as ``head`` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the interpreter flushes once more at its end
        return Exit.FINE
    except OSError as fault:
        told = fault.strerror or str(fault)
        return _told(f"{fault.filename}: {told}" if fault.filename else told, Exit.ENVIRONMENT)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return code


def _run(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the names of files, and terminals, may be of any encoding
            stream.reconfigure(errors="backslashreplace")
    options = _parser(words).parse_args(words)
    return command_named(options.command).run(options)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of all commands, with the options of the one that ``words`` name."""
    parser = argparse.ArgumentParser(
        prog="sallyport",
        description="A data boundary gateway for AI plugins.",
        epilog="Exit codes: 0 fine, 1 findings, 2 usage, 3 environment. Options of a command: sallyport COMMAND --help",
    )
    parser.add_argument("--version", action="version", version=f"sallyport {version('sallyport')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    name = next((word for word in words if not word.startswith("-")), None)
    if name is not None and name not in COMMANDS:
        meant = get_close_matches(name, COMMANDS, n=1)
        parser.error(f"there is no command {name}; " + (f"did you mean {meant[0]}?" if meant else "try --help"))
    for known, purpose in COMMANDS.items():
        subparser = commands.add_parser(known, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
        if known == name:
            command_named(known).configure(subparser)
    return parser


def command_named(name: str) -> Command:
    return cast("Command", importlib.import_module(f"gateway.cli.{name}"))


def _told(sentence: str, code: Exit) -> Exit:
    print(f"sallyport: {sentence}", file=sys.stderr)
    return code
