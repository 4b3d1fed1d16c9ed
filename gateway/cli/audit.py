"""``sallyport audit``: read the log and verify it. Needs the files and nothing else."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import orjson

from gateway.audit.reading import Members, Unreadable, before_last, follow, read
from gateway.audit.verify import Report, verify
from gateway.cli.configured import Format, add_config, add_format, loaded
from gateway.cli.exits import EnvironmentFault, Exit
from gateway.cli.visible import visible_line, visible_text

_POLL_SECONDS = 0.5


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    tail = commands.add_parser("tail", help="print the last records")
    tail.add_argument("-n", "--lines", type=_count, default=10, metavar="N", help="how many (%(default)s)")
    tail.add_argument("-f", "--follow", action="store_true", help="and every one that is added, until Ctrl-C")
    check = commands.add_parser("verify", help="find every record that was changed, dropped, moved or added")
    for each in (tail, check):
        where = each.add_mutually_exclusive_group()
        where.add_argument("--directory", type=Path, metavar="DIR", help="of the log, instead of a configuration")
        add_config(where)
        add_format(each)


def run(options: argparse.Namespace) -> int:
    directory = options.directory or _configured(options.config)
    if directory is None:
        return Exit.FINDINGS
    if not directory.is_dir():
        raise EnvironmentFault(f"{directory} is no directory; name the log with --directory")
    try:
        return _tail(directory, options) if options.action == "tail" else _verify(directory, options.format)
    except Unreadable as error:
        raise EnvironmentFault(str(error)) from error


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expected a whole number, found {text}")
    return int(text)


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


def _print(record: Members, form: str) -> None:
    print(orjson.dumps(record).decode() if form == Format.JSON else visible_line(_sentence(record)), flush=True)


def _sentence(record: Members) -> str:
    """Return a record in one line for people; the JSON has the rest."""
    decision, result = (part if isinstance(part := record.get(name), dict) else {} for name in ("decision", "result"))
    user, plugin = (part if isinstance(part := record.get(name), dict) else {} for name in ("user", "plugin"))
    words = [
        *(str(record[name]) for name in ("seq", "time") if name in record),
        " ".join(str(record[name]) for name in ("kind", "event") if name in record),
        f"{user.get('subject', '-')} via {plugin.get('id', '-')}" if user else "",
        f"{record.get('connector')}.{record.get('operation')}" if record.get("operation") else "",
        str(decision.get("verdict", "")),
        str(result.get("refusal") or result.get("status") or ""),
    ]
    return "  ".join(word for word in words if word)


def _wait() -> bool:
    time.sleep(_POLL_SECONDS)
    return True


def _verify(directory: Path, form: str) -> int:
    report = verify(directory)
    if form == Format.JSON:
        print(orjson.dumps(_document(report)).decode())
    else:
        print(visible_text(_text(report)))
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
    lines.append(f"{_counted(report.records, 'record')} in {_counted(report.segments, 'segment')}{span}")
    if report.head:
        lines.append(f"head: record {report.head.seq}, {report.head.hash}")
    lines.append("every record is where it was written" if report.is_sound else "the log is not as it was written")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
