"""``sallyport check``: every mistake in a configuration at once. Opens no connection and starts no engine."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping

from gateway.app.checking import load_checked
from gateway.cli.configured import Format, add_config, add_format, existing
from gateway.cli.exits import Exit
from gateway.settings import render
from gateway.settings.mistakes import LocatedMistake

RENDERERS: Mapping[Format, Callable[[Iterable[LocatedMistake]], str]] = {
    Format.TEXT: render.text,
    Format.JSON: render.json,
    Format.GITHUB: render.github,
    Format.SARIF: render.sarif,
}


def configure(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_format(parser, Format.GITHUB, Format.SARIF)
    parser.add_argument(
        "--without-secrets",
        action="store_true",
        help="do not read what secrets refer to: for machines that have none of them",
    )


def run(options: argparse.Namespace) -> int:
    checked = load_checked(existing(options.config), resolve_secrets=not options.without_secrets)
    printed = RENDERERS[options.format](checked.mistakes)
    if printed:
        print(printed)
    if checked.mistakes:
        return Exit.FINDINGS
    if options.format == Format.TEXT:
        print(f"{options.config}: no mistakes")
    return Exit.FINE
