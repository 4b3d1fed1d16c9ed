"""``sallyport audit``: read the log and verify it. Needs the files and nothing else."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import orjson

from gateway.audit.reading import Unreadable, before_last, follow, read
from gateway.audit.verify import Report, verify
from gateway.cli.configured import DEFAULT, Format, add_format, loaded
from gateway.cli.exits import EnvironmentFault, Exit

_POLL_SECONDS = 0.5


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    tail = commands.add_parser("tail", help="print the last records")
    tail.add_argument("-n", "--lines", type=int, default=10, help="how many (%(default)s)")
    tail.add_argument("-f", "--follow", action="store_true", help="and every one that is added")
    check = commands.add_parser("verify", help="find every record that was changed, dropped, moved or added")
    for each in (tail, check):
        where = each.add_mutually_exclusive_group()
        where.add_argument("--directory", type=Path, help="the log")
        where.add_argument("--config", type=Path, default=DEFAULT, help="whose log (%(default)s)")
        add_format(each)


def run(options: argparse.Namespace) -> int:
    directory = options.directory or _configured(options.config)
    if directory is None:
        return Exit.FINDINGS
    if not directory.is_dir():
        raise EnvironmentFault(f"{directory} is no directory")
    try:
        return _tail(directory, options) if options.action == "tail" else _verify(directory, options.format)
    except Unreadable as error:
        raise EnvironmentFault(str(error)) from error


def _configured(path: Path) -> Path | None:
    checked = loaded(path, resolve_secrets=False)
    return checked.valid().audit.directory if checked else None


def _tail(directory: Path, options: argparse.Namespace) -> int:
    position = before_last(directory, options.lines)
    for record, behind in read(directory, position):
        _print(record, options.format)
        position = behind
    if options.follow:
        for record in follow(directory, position, _wait):
            _print(record, options.format)
    return Exit.FINE


def _print(record: object, form: Format) -> None:
    line = orjson.dumps(record).decode()
    print(line if form is Format.JSON else _sentence(orjson.loads(line)), flush=True)


def _sentence(record: dict[str, object]) -> str:
    """Return a record in one line for people; the JSON has the rest."""
    decision, result = (part if isinstance(part := record.get(name), dict) else {} for name in ("decision", "result"))
    user, plugin = (part if isinstance(part := record.get(name), dict) else {} for name in ("user", "plugin"))
    words = [
        str(record["seq"]),
        str(record["time"]),
        str(record["kind"]),
        f"{user.get('subject', '-')} via {plugin.get('id', '-')}" if user else "",
        f"{record.get('connector')}.{record.get('operation')}" if record.get("operation") else "",
        str(decision.get("verdict", "")),
        str(result.get("refusal") or result.get("status") or ""),
    ]
    return "  ".join(word for word in words if word)


def _wait() -> bool:
    time.sleep(_POLL_SECONDS)
    return True


def _verify(directory: Path, form: Format) -> int:
    report = verify(directory)
    if form is Format.JSON:
        print(orjson.dumps(_document(report)).decode())
    else:
        print(_text(report))
    return Exit.FINE if report.is_sound else Exit.FINDINGS


def _document(report: Report) -> dict[str, object]:
    return {
        "sound": report.is_sound,
        "segments": report.segments,
        "records": report.records,
        "first": report.first_time,
        "last": report.last_time,
        "head": report.head.hash if report.head else None,
        "faults": [str(fault) for fault in report.faults],
        "faults_more": report.faults_more,
        "torn_tail": str(report.torn_tail) if report.torn_tail else None,
        "indeterminate": list(report.indeterminate),
    }


def _text(report: Report) -> str:
    lines = [str(fault) for fault in report.faults]
    if report.faults_more:
        lines.append(f"and {report.faults_more} more faults")
    if report.torn_tail:
        lines.append(str(report.torn_tail))
    lines.extend(f"intent without outcome: {each}" for each in report.indeterminate)
    span = f", {report.first_time} to {report.last_time}" if report.records else ""
    lines.append(f"{report.records} records in {report.segments} segments{span}")
    if report.head:
        lines.append(f"head: record {report.head.seq}, {report.head.hash}")
    lines.append("every record is where it was written" if report.is_sound else "the log was changed")
    return "\n".join(lines)
