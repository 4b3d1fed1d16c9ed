"""The ``--config`` and ``--format`` options, and loading what they name."""

from __future__ import annotations

import argparse
import sys
from enum import StrEnum
from pathlib import Path

from gateway.app.checking import Checked, load_checked
from gateway.cli.exits import EnvironmentFault
from gateway.settings import render

DEFAULT = Path("config/sallyport.yaml")


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config", type=Path, default=DEFAULT, metavar="FILE", help="configuration file or directory (%(default)s)"
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", type=Format, choices=list(Format), default=Format.TEXT, help="(%(default)s)")


def loaded(path: Path, *, resolve_secrets: bool = True) -> Checked | None:
    """Return the configuration, or ``None`` once its mistakes are printed."""
    if not path.exists():
        raise EnvironmentFault(f"{path} does not exist; name a configuration with --config")
    checked = load_checked(path, resolve_secrets=resolve_secrets)
    if checked.mistakes:
        print(render.text(checked.mistakes), file=sys.stderr)
        return None
    return checked
