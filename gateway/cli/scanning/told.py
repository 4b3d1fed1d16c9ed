"""Findings for people: a table, paragraphs that explain, and what rules do. Never what was found, only where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifiers.finding import Finding
from gateway.cli.payload import shown
from gateway.cli.places import Names, restricted_names, told_place
from gateway.cli.scanning.explained import explanation
from gateway.cli.scanning.files import ScannedFile
from gateway.cli.scanning.folder import Listing
from gateway.cli.scanning.scanned import Scanned
from gateway.cli.scanning.sought import Sought
from gateway.domain.message import BodyKind
from gateway.domain.rule import Mode

_HEAD = ("label", "place", "characters", "score", "recogniser")


def told_payload(scanned: Scanned, sought: Sought, *, explain: bool) -> str:
    """Return what was found in one payload, and what would be released of it."""
    blocks = [table([_HEAD, *_rows(scanned)]) if scanned.findings else "nothing found"]
    if explain:
        blocks += _explained(scanned, sought, "")
    if sought.has_rules:
        blocks.append("\n".join(_treated(scanned, "")) or "no rule treats any of it")
    if scanned.released is None or scanned.withheld:
        blocks.append(f"Nothing would be released. {scanned.withheld}")
    elif scanned.released.message.body.kind is not BodyKind.EMPTY:
        blocks.append(shown(scanned.released.message.body))
    return "\n\n".join(blocks)


def told_files(files: Sequence[ScannedFile], listed: Listing, sought: Sought, *, explain: bool) -> str:
    """Return what was found in the files of a folder, which were not inspected, and how many there are."""
    found = [(file.name, file.scanned) for file in files if file.scanned]
    rows = [(name, *row) for name, scanned in found for row in _rows(scanned)]
    blocks = [table([("file", *_HEAD), *rows])] if rows else []
    if explain:
        blocks += [paragraph for name, scanned in found for paragraph in _explained(scanned, sought, f"{name}: ")]
    if sought.has_rules:
        lines = [line for name, scanned in found for line in _treated(scanned, f"{name}: ")]
        lines += [f"{name}: nothing would be released. {each.withheld}" for name, each in found if each.withheld]
        blocks.append("\n".join(lines) or "no rule treats any of it")
    unread = [("not inspected", "because"), *((file.name, file.reason) for file in files if not file.scanned)]
    if len(unread) > 1:
        blocks.append(table(unread))
    blocks.append(_summary(files, listed))
    return "\n\n".join(blocks)


def table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _rows(scanned: Scanned) -> Iterator[tuple[str, ...]]:
    names = restricted_names(scanned.findings)
    for each, line in zip(scanned.findings, scanned.lines, strict=True):
        yield each.label, _place(each, line, names), _characters(each), f"{each.score:.2f}", each.recognizer


def _place(finding: Finding, line: int | None, names: Names) -> str:
    return told_place(finding.place, names) + (f", line {line}" if line else "")


def _characters(finding: Finding) -> str:
    """Return which characters of the value are meant, the first counted as 1."""
    return "all" if finding.span is None else f"{finding.span.start + 1}-{finding.span.end}"


def _explained(scanned: Scanned, sought: Sought, before: str) -> Iterator[str]:
    names = restricted_names(scanned.findings)
    for each, line in zip(scanned.findings, scanned.lines, strict=True):
        place = f"{_place(each, line, names)}, characters {_characters(each)}"
        yield f"{before}{each.label} in {place}\n{explanation(each, sought)}"


def _treated(scanned: Scanned, before: str) -> Iterator[str]:
    names = restricted_names(scanned.findings)
    for item in scanned.released.treatments if scanned.released else ():
        shadow = " (shadow)" if item.mode is Mode.SHADOW else ""
        yield f"{before}{item.rule}: {item.action.value} {item.label} in {told_place(item.place, names)}{shadow}"


def _summary(files: Sequence[ScannedFile], listed: Listing) -> str:
    findings = [len(file.scanned.findings) for file in files if file.scanned]
    unread = sum(file.scanned is None for file in files)
    parts = [_counted(len(files), "file"), _counted(sum(findings), "finding")]
    parts += [f"{unread} not inspected"] if unread else []
    left_out = [
        _counted(number, *words)
        for number, *words in (
            (listed.directories_left_out, "directory", "directories"),
            (listed.links_left_out, "symbolic link"),
        )
        if number
    ]
    return ", ".join(parts) + (f"; left out: {', '.join(left_out)}" if left_out else "")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
