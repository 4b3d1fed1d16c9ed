"""``sallyport inventory``: what each plugin can read and write, by its grants and the catalogue."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import orjson

from connectors.model import Operation
from connectors.patterns import names
from gateway.cli.configured import add_config, loaded, registered
from gateway.cli.exits import Exit
from gateway.domain.grant import Grant, Plugin
from gateway.settings.model import Settings

FORMATS = ("table", "json", "csv")


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation that one plugin can call."""

    plugin: str
    owner: str
    connector: str
    operation: str
    effect: str
    tier: str
    flags: str
    until: str
    because: str
    approved_by: str


def configure(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--plugin", metavar="ID", help="only this one")
    parser.add_argument("--format", choices=FORMATS, default="table", help="of what is printed (%(default)s)")


def run(options: argparse.Namespace) -> int:
    checked = loaded(options.config, resolve_secrets=False)
    if checked is None:
        return Exit.FINDINGS
    settings = checked.valid()
    if options.plugin is not None:
        registered(options.plugin, settings)
    entries = [entry for entry in entries_of(settings) if options.plugin in {None, entry.plugin}]
    print(_RENDERERS[options.format](entries))
    return Exit.FINE


def entries_of(settings: Settings) -> Iterator[Entry]:
    """Yield what every plugin can call: the catalogue's operations that its grants name."""
    for plugin in settings.plugins:
        for grant in plugin.grants:
            for operation in settings.connectors[grant.connector].system.operations:
                if operation.effect is grant.effect and any(names(each, operation.id) for each in grant.operations):
                    yield _entry(plugin, grant, operation)


def _entry(plugin: Plugin, grant: Grant, operation: Operation) -> Entry:
    return Entry(
        plugin.id,
        plugin.owner,
        grant.connector,
        operation.id,
        operation.effect.value,
        operation.tier.value,
        " ".join(sorted(flag.value for flag in operation.flags)),
        grant.until.isoformat() if grant.until else "",
        grant.because,
        grant.approved_by,
    )


def _table(entries: list[Entry]) -> str:
    lines: list[str] = []
    for plugin in dict.fromkeys(entry.plugin for entry in entries):
        mine = [entry for entry in entries if entry.plugin == plugin]
        lines.append(f"{plugin} (owner: {mine[0].owner})")
        for effect in ("write", "read"):
            for connector in dict.fromkeys(entry.connector for entry in mine if entry.effect == effect):
                called = [entry for entry in mine if (entry.effect, entry.connector) == (effect, connector)]
                lines.append(f"  {effect:6}{connector:12}{', '.join(map(_worded, called))}")
    return "\n".join(lines) or "no plugin can call anything"


def _worded(entry: Entry) -> str:
    notes = [entry.tier] if entry.effect == "write" else []
    notes += [*entry.flags.split(), *([f"until {entry.until}"] if entry.until else [])]
    return f"{entry.operation} ({', '.join(notes)})" if notes else entry.operation


def _json(entries: list[Entry]) -> str:
    return orjson.dumps([asdict(entry) for entry in entries], option=orjson.OPT_INDENT_2).decode()


def _csv(entries: list[Entry]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(Entry.__dataclass_fields__), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    return text.getvalue().rstrip("\n")


_RENDERERS = {"table": _table, "json": _json, "csv": _csv}
