"""Say of a log whether it is the one that was written, and where it is not. Needs the files, nothing else.

Streaming: holds one line and the ids of open intents at a time. Takes no lock, so a log in use can be verified;
its last line may then be half written. A log that lacks its last records, or was written anew as a whole, agrees
with itself: that shows only against a head that was kept elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gateway.audit.chain import MAX_LINE_BYTES, BrokenChain, Head, Link, insist_follows, read_line
from gateway.audit.segment import lines, number_of, path_of, segments

MAX_FAULTS = 1000  # told one by one; the rest is counted

_ENDS_A_CALL = frozenset({"outcome", "refusal"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: a segment's name and a line from 1."""

    segment: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.segment}:{self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a log holds, and what is wrong with it.

    ``torn_tail`` is a last line without its end: what a crash leaves, and the next start cuts. ``indeterminate``
    are the ids of intents without an outcome: whether those writes happened, the log cannot say. In a log in use
    they may still be under way. A sound log has one of ``chains``.
    """

    segments: int
    records: int
    first_time: str | None
    last_time: str | None
    chains: tuple[str, ...]
    head: Head | None
    torn_tail: Fault | None
    faults: tuple[Fault, ...]
    faults_more: int
    indeterminate: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify(directory: Path) -> Report:
    """Return what is in the log of ``directory``, and every fault that it shows.

    Raises:
        OSError: The directory or a segment cannot be read.
    """
    reading = _Reading()
    paths = segments(directory)
    if not paths:
        reading.blame(path_of(directory, 1), 1, "it is missing: there is no log here")
    due = 1
    for path in paths:
        if number_of(path) != due:
            reading.blame(path, 1, f"{path_of(directory, due).name} should come before it, and is missing")
        due = number_of(path) + 1
        reading.read(path, is_last=path == paths[-1])
    return Report(
        segments=len(paths),
        records=reading.records,
        first_time=reading.first_time,
        last_time=reading.last_time,
        chains=tuple(reading.chains),
        head=reading.head,
        torn_tail=reading.torn_tail,
        faults=tuple(reading.faults),
        faults_more=reading.faults_more,
        indeterminate=tuple(reading.open_intents),
    )


class _Reading:
    """What was seen so far."""

    def __init__(self) -> None:
        self.records = 0
        self.first_time: str | None = None
        self.last_time: str | None = None
        self.chains: dict[str, None] = {}  # an ordered set, as below
        self.head: Head | None = None
        self.torn_tail: Fault | None = None
        self.faults: list[Fault] = []
        self.faults_more = 0
        self.open_intents: dict[str, None] = {}
        self._is_lost = False  # the line before could not be read: what the next should follow is not known

    def read(self, path: Path, *, is_last: bool) -> None:
        for number, line in enumerate(lines(path, MAX_LINE_BYTES), 1):
            if line.endswith(b"\n"):
                self._read_line(path, number, line[:-1])
            elif is_last:
                self.torn_tail = Fault(path.name, number, "it has no end: a crash left it, or it is being written")
            else:
                self.blame(path, number, "it has no end, and another segment follows: the segment was cut")

    def blame(self, path: Path, line: int, sentence: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(path.name, line, sentence))
        else:
            self.faults_more += 1

    def _read_line(self, path: Path, number: int, line: bytes) -> None:
        try:
            found = read_line(line)
        except BrokenChain as broken:
            self.blame(path, number, str(broken))
            self._is_lost = True
            return
        try:
            if not self._is_lost:
                insist_follows(found, self.head or Head(found.after.chain))
        except BrokenChain as broken:
            self.blame(path, number, str(broken))
        self._is_lost = False
        self._count(found)

    def _count(self, found: Link) -> None:
        self.records += 1
        self.head = found.after
        self.chains[found.after.chain] = None
        match found.record:
            case {"kind": "intent", "id": str(call)}:
                self.open_intents[call] = None
            case {"kind": str(kind), "id": str(call)} if kind in _ENDS_A_CALL:
                self.open_intents.pop(call, None)
            case _:
                pass
        match found.record:
            case {"time": str(time)}:
                self.first_time = self.first_time or time
                self.last_time = time
            case _:
                pass
