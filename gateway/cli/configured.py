"""The ``--config`` and ``--format`` options, and loading what they name."""

from __future__ import annotations

import argparse
import sys
from enum import StrEnum
from pathlib import Path

from connectors.faults import nearest
from gateway.app.checking import Checked, load_checked
from gateway.cli.exits import EnvironmentFault, UsageFault
from gateway.domain.grant import Plugin
from gateway.settings import render
from gateway.settings.model import Settings

DEFAULT = Path("config/sallyport.yaml")


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def add_config(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--config",
        type=Path,
        default=DEFAULT,
        metavar="FILE",
        help="configuration: its main file, or the directory with it (%(default)s)",
    )


def add_format(parser: argparse.ArgumentParser, *others: Format) -> None:
    """Let the user choose a format: text, JSON, or one of ``others``."""
    choices = [form.value for form in (Format.TEXT, Format.JSON, *others)]
    parser.add_argument("--format", choices=choices, default=Format.TEXT.value, help="of what is printed (%(default)s)")


def existing(path: Path) -> Path:
    if not path.exists():
        raise EnvironmentFault(f"{path} does not exist; name a configuration with --config")
    return path


def loaded(path: Path, *, resolve_secrets: bool = True, resolve_keys: bool = False) -> Checked | None:
    """Return the configuration, or ``None`` once its mistakes are printed."""
    checked = load_checked(existing(path), resolve_secrets=resolve_secrets, resolve_keys=resolve_keys)
    if checked.mistakes:
        print(render.text(checked.mistakes), file=sys.stderr)
        return None
    return checked


def registered(name: str, settings: Settings) -> Plugin:
    """Return the plugin that the user named."""
    plugins = {plugin.id: plugin for plugin in settings.plugins}
    if name in plugins:
        return plugins[name]
    meant = nearest(name, plugins)
    raise UsageFault(f"no plugin {name} is registered" + (f"; did you mean {meant}?" if meant else ""))
