"""One chain on one disk: records go in together, and are durable together or refused together.

Synchronous, and used by one thread at a time. Who waits for a record, and for how long, is ``log.py``'s.
"""

from __future__ import annotations

import errno
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from gateway.audit.canonical import rfc3339
from gateway.audit.chain import Head, ending, link
from gateway.audit.recovery import DamagedLog, find_end
from gateway.audit.segment import DirectoryLock, Disk, Segment, make_directory, path_of
from gateway.domain.json import Json
from gateway.telemetry.metrics import AUDIT_EVENTS, AUDIT_FSYNC_SECONDS

FORMAT = 1  # of the lines; the first record of a chain names it

Clock = Callable[[], datetime]
Record = Mapping[str, Json]

_logger = logging.getLogger(__name__)


class CannotOpen(Exception):
    """The log cannot be written to from the start. Says which setting to look at."""


class Journal:
    """The durable end of a chain: ``segment`` ends with the record that ``head`` names, or is empty."""

    def __init__(self, segment: Segment, head: Head, *, lock: DirectoryLock, clock: Clock, segment_bytes: int) -> None:
        self._segment = segment
        self._head = head
        self._lock = lock
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._is_sound = True  # nothing unknown lies beyond the head
        self._refused = 0  # records, since it was not so

    @classmethod
    def open(cls, directory: Path, *, clock: Clock, segment_bytes: int, disk: Disk) -> Journal:
        """Go on with the log in ``directory``, or begin one there. A torn last line is cut, and the cut recorded.

        Raises:
            CannotOpen: Another process has it, it is damaged, or the directory cannot be written to.
        """
        lock = DirectoryLock(directory)
        try:
            make_directory(directory, disk)
            lock.hold()
            end = find_end(directory)
            segment = Segment(end.path, end.size, disk) if end else Segment.create(path_of(directory, 1), disk)
            head = end.head if end and end.head else Head(secrets.token_hex(8))
            journal = cls(segment, head, lock=lock, clock=clock, segment_bytes=segment_bytes)
            journal._begin(is_torn=end is not None and end.is_torn)
        except BlockingIOError:
            raise CannotOpen(f"another process writes to {directory}: give each its own audit.directory") from None
        except DamagedLog as damaged:
            lock.release()
            raise CannotOpen(str(damaged)) from None
        except OSError as failed:
            lock.release()
            raise CannotOpen(f"audit.directory {directory} cannot be used: {failed}") from failed
        return journal

    def commit(self, records: Sequence[Record]) -> list[ValueError | None]:
        """Return once every record is durable, in this order; for one that cannot be a record, why not.

        After a failure, the next commit first brings the disk back to what is known to be durable, and goes on
        in a fresh segment with a record of what happened. Without records, that is all it does.

        Raises:
            OSError: None of them is durable.
        """
        was_sound, self._is_sound = self._is_sound, False  # whatever is raised below: recover first next time
        try:
            notes = [] if was_sound else [self._recover()]
            unfit = self._append([*notes, *records])
        except OSError as failed:
            self._refused += len(records)
            if was_sound:
                # Without a traceback: it would tell an operator nothing that the errno does not.
                _logger.error("The audit log cannot be written to; nothing passes until it can: %s", failed)  # noqa: TRY400
            raise
        if not was_sound:
            _logger.warning("The audit log is written to again; %d records were refused.", self._refused)
        self._is_sound, self._refused = True, 0
        return unfit[len(notes) :]

    def close(self) -> None:
        """Let another process have the directory."""
        self._segment.close()
        self._lock.release()

    def _begin(self, *, is_torn: bool) -> None:
        notes: list[Record] = []
        if self._head.seq == 0:
            notes.append({"kind": "genesis", "time": rfc3339(self._clock()), "format": FORMAT})
        if is_torn:
            notes.append(self._cut())
        self._append(notes)

    def _append(self, records: Sequence[Record]) -> list[ValueError | None]:
        lines: list[bytes] = []
        unfit: list[ValueError | None] = []
        kinds: Counter[str] = Counter()
        head = self._head
        for record in records:
            try:
                line, head = link(record, head)
            except ValueError as refused:
                unfit.append(refused)
                continue
            lines.append(line + b"\n")
            unfit.append(None)
            kinds[str(record["kind"])] += 1
        if lines:
            self._write(b"".join(lines))
        self._head = head
        for kind, count in kinds.items():
            AUDIT_EVENTS.labels(kind).inc(count)
        return unfit

    def _write(self, chunk: bytes) -> None:
        begun = time.monotonic()
        if self._segment.size and self._segment.size + len(chunk) > self._segment_bytes:
            self._go_on_in(self._segment.following())
        self._segment.append(chunk)
        AUDIT_FSYNC_SECONDS.observe(time.monotonic() - begun)

    def _recover(self) -> Record:
        """Cut the segment back to its last durable record, leave it at that, and return the record of the cut.

        The directory may have been away meanwhile. What is there now must be what we left: a log that goes on
        after a gap would hide the gap.
        """
        self._lock.hold()
        self._go_on_in(self._segment.reopened())
        if self._segment.size and not self._segment.ends_with(ending(self._head.hash) + b"\n"):
            raise OSError(errno.ESTALE, "the last durable record is not there", str(self._segment.path))
        note = self._cut()
        if self._segment.size:
            self._go_on_in(self._segment.following())
        return note

    def _cut(self) -> Record:
        segment = self._segment
        return {
            "kind": "recovery",
            "time": rfc3339(self._clock()),
            "segment": segment.path.name,
            "offset": segment.size,
            "cut": segment.cut(),
            "refused": self._refused,
        }

    def _go_on_in(self, segment: Segment) -> None:
        self._segment.close()
        self._segment = segment
