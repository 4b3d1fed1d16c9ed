"""``sallyport check``: every mistake in a configuration at once. Opens no connection and starts no engine."""

from __future__ import annotations

import argparse

from gateway.app.checking import load_checked
from gateway.cli.configured import add_config
from gateway.cli.exits import EnvironmentFault, Exit
from gateway.settings import render

RENDERERS = {"text": render.text, "json": render.json, "github": render.github}


def configure(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--format", choices=list(RENDERERS), default="text", help="(%(default)s)")
    parser.add_argument(
        "--without-secrets",
        action="store_true",
        help="do not read what secrets refer to: for machines that have none of them",
    )


def run(options: argparse.Namespace) -> int:
    if not options.config.exists():
        raise EnvironmentFault(f"{options.config} does not exist; name a configuration with --config")
    checked = load_checked(options.config, resolve_secrets=not options.without_secrets)
    if checked.mistakes or options.format == "json":
        print(RENDERERS[options.format](checked.mistakes))
    if checked.mistakes:
        return Exit.FINDINGS
    if options.format == "text":
        print(f"{options.config}: no mistakes")
    return Exit.FINE
