"""Scan every file of a folder. One that cannot be inspected is told with the reason, and never passed over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.cli.payload import Unreadable, body_of, read_payload
from gateway.cli.scanning.folder import Listing
from gateway.cli.scanning.progress import Progress
from gateway.cli.scanning.scanned import Scanned, scan_to_the_end
from gateway.cli.scanning.sought import Sought
from gateway.cli.visible import visible_line
from gateway.domain.message import EMPTY_BODY, Message


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """What was found in a file; or why it was not inspected."""

    name: str
    scanned: Scanned | None
    reason: str = ""

    @property
    def is_clean(self) -> bool:
        return self.scanned is not None and self.scanned.is_clean


def scan_files(listed: Listing, sought: Sought, progress: Progress) -> Iterator[ScannedFile]:
    """Yield what is in the files, in their order, then what could not be read at all."""
    findings = 0
    for done, path in enumerate(listed.files):
        progress.tell(f"{done}/{len(listed.files)} files, {findings} findings")
        try:
            name = str(path)
            scanned = scan_to_the_end(body_of(name, read_payload(name), None), sought)
        except Unreadable as unreadable:
            yield ScannedFile(told_name(path), None, unreadable.reason)
        else:
            findings += len(scanned.findings)
            yield ScannedFile(told_name(path), _without_payload(scanned))
    for path, reason in listed.unread.items():
        yield ScannedFile(told_name(path), None, reason)


def told_name(path: Path) -> str:
    """Return the name of a file in one line, whatever bytes it is made of."""
    return visible_line(os.fsencode(path).decode(errors="backslashreplace"))


def _without_payload(scanned: Scanned) -> Scanned:
    """Let go of what would be released: the payloads of a whole folder may not fit into memory."""
    if scanned.released is None:
        return scanned
    return replace(scanned, released=replace(scanned.released, message=Message((), EMPTY_BODY)))
