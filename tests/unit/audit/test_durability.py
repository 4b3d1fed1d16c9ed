"""The disk under the log fails in every way it can: nothing is acknowledged that is not durable."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit.journal import CannotOpen, Journal
from gateway.audit.log import AuditLog
from gateway.audit.reading import read
from gateway.audit.segment import Disk, Segment
from gateway.audit.verify import verify
from gateway.domain.errors import AuditUnavailable
from gateway.domain.json import Json


class FailingDisk(Disk):
    """Notes every call. ``failing`` names the calls that fail; ``full_after`` is how many more bytes fit."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.failing: set[str] = set()
        self.full_after: int | None = None
        self.on_sync = threading.Event()

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name in self.failing:
            raise OSError(errno.EIO, "the disk failed")

    def write(self, file: int, chunk: bytes | memoryview) -> int:
        self._call("write")
        if self.full_after is None:
            return super().write(file, chunk)
        if self.full_after == 0:
            raise OSError(errno.ENOSPC, "no space left")
        written = super().write(file, chunk[: self.full_after])
        self.full_after -= written
        return written

    def sync_data(self, file: int) -> None:
        self._call("sync_data")
        super().sync_data(file)
        self.on_sync.set()

    def sync(self, file: int) -> None:
        self._call("sync")
        super().sync(file)

    def truncate(self, file: int, size: int) -> None:
        self._call("truncate")
        super().truncate(file, size)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "audit"


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def open_log(directory: Path, disk: FailingDisk, clock: Callable[[], datetime]) -> Callable[..., AuditLog]:
    def open_(retry_seconds: float = 3600, segment_bytes: int = 1 << 20) -> AuditLog:
        return AuditLog.open(
            directory,
            clock=clock,
            max_wait_seconds=30,
            disk=disk,
            retry_seconds=retry_seconds,
            segment_bytes=segment_bytes,
        )

    return open_


def _record(identity: str) -> dict[str, Json]:
    return {"kind": "outcome", "id": identity}


def _ids(directory: Path) -> list[Json]:
    return [record["id"] for record, _ in read(directory) if "id" in record]


async def _refused(log: AuditLog, identity: str) -> str:
    with pytest.raises(AuditUnavailable) as refusal:
        await log.append(_record(identity))
    return refusal.value.cause


async def test_a_record_is_written_then_synced_then_acknowledged(
    open_log: Callable[..., AuditLog], disk: FailingDisk
) -> None:
    log = open_log()
    disk.calls.clear()
    await log.append(_record("1"))
    disk.calls.append("acknowledged")

    assert disk.calls == ["write", "sync_data", "acknowledged"]
    await log.close()


async def test_a_new_segments_name_is_durable_before_anything_is_written_to_it(
    open_log: Callable[..., AuditLog], disk: FailingDisk
) -> None:
    log = open_log(segment_bytes=1)
    assert disk.calls == ["sync", "sync", "write", "sync_data"]  # the directory's name, the segment's, genesis
    disk.calls.clear()
    await log.append(_record("1"))

    assert disk.calls == ["sync", "write", "sync_data"]
    await log.close()


@pytest.mark.parametrize("call", ["write", "sync_data"])
async def test_what_a_failed_call_left_is_cut_and_the_log_goes_on_in_a_fresh_segment(
    directory: Path, open_log: Callable[..., AuditLog], disk: FailingDisk, call: str
) -> None:
    log = open_log()
    await log.append(_record("before"))
    durable = (directory / "000001.jsonl").read_bytes()
    disk.failing = {call}

    assert await _refused(log, "lost") == "the audit log cannot be written to: the disk failed"
    was_available = log.is_available
    disk.failing = set()
    disk.calls.clear()
    await log.append(_record("after"))

    assert (was_available, log.is_available) == (False, True)
    # The cut is durable before the next segment is begun.
    assert disk.calls == ["truncate", "sync", "sync", "write", "sync_data"]
    assert (directory / "000001.jsonl").read_bytes() == durable
    assert _ids(directory) == ["before", "after"]
    recovery = next(record for record, _ in read(directory) if record["kind"] == "recovery")
    assert recovery["refused"] == 1
    assert verify(directory).is_sound
    await log.close()


@pytest.mark.parametrize("call", ["truncate", "sync", "write", "sync_data"])
async def test_a_recovery_that_fails_is_begun_again(
    directory: Path, open_log: Callable[..., AuditLog], disk: FailingDisk, call: str
) -> None:
    log = open_log()
    await log.append(_record("before"))
    disk.failing = {"sync_data"}
    await _refused(log, "lost")
    disk.failing = {call}
    await _refused(log, "lost")
    await _refused(log, "lost")
    disk.failing = set()
    await log.append(_record("after"))
    await log.close()

    report = verify(directory)
    assert report.is_sound
    assert report.segments == 2
    assert _ids(directory) == ["before", "after"]


async def test_a_failed_commit_refuses_all_that_shared_it(
    directory: Path, open_log: Callable[..., AuditLog], disk: FailingDisk
) -> None:
    log = open_log()
    disk.failing = {"sync_data"}
    answers = await asyncio.gather(*(log.append(_record(str(n))) for n in range(8)), return_exceptions=True)

    assert [type(answer) for answer in answers] == [AuditUnavailable] * 8
    await log.close()
    disk.failing = set()
    await open_log().close()
    assert verify(directory).is_sound


async def test_a_full_disk_refuses_and_is_used_again_when_there_is_room(
    directory: Path, open_log: Callable[..., AuditLog], disk: FailingDisk
) -> None:
    log = open_log()
    disk.full_after = 100  # a part of the line fits
    assert await _refused(log, "lost") == "the audit log cannot be written to: no space left"
    for _ in range(5):
        await _refused(log, "lost")
    disk.full_after = None
    await log.append(_record("after"))
    await log.close()

    assert verify(directory).is_sound
    assert verify(directory).segments == 2
    assert _ids(directory) == ["after"]


async def test_a_write_may_take_several_calls(
    directory: Path, open_log: Callable[..., AuditLog], disk: FailingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    whole = os.write
    monkeypatch.setattr("gateway.audit.segment.os.write", lambda file, chunk: whole(file, chunk[:7]))
    await log.append(_record("in small pieces"))
    await log.close()

    assert _ids(directory) == ["in small pieces"]
    assert verify(directory).is_sound


async def test_the_log_recovers_without_anyone_asking(
    directory: Path, open_log: Callable[..., AuditLog], disk: FailingDisk
) -> None:
    log = open_log(retry_seconds=0.001)
    disk.failing = {"sync_data"}
    await _refused(log, "lost")
    disk.on_sync.clear()
    disk.failing = set()

    assert await asyncio.to_thread(disk.on_sync.wait, 30)
    await log._idle.wait()
    assert log.is_available
    await log.close()
    assert [record["kind"] for record, _ in read(directory)] == ["genesis", "recovery"]


def _put_away(directory: Path) -> Path:
    return directory.rename(directory.parent / "away")


def _put_back(away: Path, directory: Path) -> None:
    directory.unlink()
    away.rename(directory)


def _names(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def _make_file(path: Path) -> None:
    path.touch()


def _make_directory(path: Path) -> None:
    path.mkdir()


async def test_a_directory_that_became_a_file_refuses_until_it_is_back(
    directory: Path, open_log: Callable[..., AuditLog]
) -> None:
    log = open_log()
    await log.append(_record("before"))
    away = _put_away(directory)
    _make_file(directory)
    # The open file still takes writes and syncs: nobody would ever find them.
    await _refused(log, "lost")
    await _refused(log, "lost")

    _put_back(away, directory)
    await log.append(_record("after"))
    await log.close()
    assert _ids(directory) == ["before", "after"]
    assert verify(directory).is_sound


async def test_another_directory_in_its_place_is_not_written_to(
    directory: Path, open_log: Callable[..., AuditLog]
) -> None:
    log = open_log()
    away = _put_away(directory)
    _make_directory(directory)  # as where a volume is no longer mounted
    await _refused(log, "lost")
    await _refused(log, "lost")
    assert _names(directory) == ["lock"]

    shutil.rmtree(directory)
    shutil.copytree(away, directory)  # other files, the same records
    await log.append(_record("after"))
    await log.close()
    assert _ids(directory) == ["after"]
    assert verify(directory).is_sound


@pytest.mark.parametrize("kept", [0.5, 0.999])
async def test_a_log_that_lost_durable_records_is_not_gone_on_with(
    directory: Path, open_log: Callable[..., AuditLog], kept: float
) -> None:
    log = open_log()
    await log.append(_record("before"))
    path = directory / "000001.jsonl"
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    await _refused(log, "lost")
    await _refused(log, "lost")
    path.write_bytes(content[:-1] + b"X")
    await _refused(log, "lost")
    path.write_bytes(content)
    await log.append(_record("after"))
    await log.close()
    assert verify(directory).is_sound


async def test_a_second_writer_that_slipped_in_is_noticed(directory: Path, open_log: Callable[..., AuditLog]) -> None:
    log = open_log()
    with (directory / "000001.jsonl").open("ab") as file:
        file.write(b"mine\n")

    await _refused(log, "lost")
    await log.close()


async def test_a_file_that_stands_where_the_next_segment_goes_is_not_written_to(
    directory: Path, open_log: Callable[..., AuditLog]
) -> None:
    log = open_log(segment_bytes=1)
    (directory / "000002.jsonl").write_bytes(b"someone's\n")

    await _refused(log, "lost")
    assert (directory / "000002.jsonl").read_bytes() == b"someone's\n"
    (directory / "000002.jsonl").unlink()
    await log.append(_record("after"))
    await log.close()
    assert verify(directory).is_sound


@pytest.mark.parametrize("call", ["write", "sync_data", "sync"])
def test_a_disk_that_fails_from_the_start_is_told(
    directory: Path, disk: FailingDisk, open_log: Callable[..., AuditLog], call: str
) -> None:
    disk.failing = {call}
    with pytest.raises(CannotOpen, match=r"audit\.directory .*the disk failed"):
        open_log()


def test_closing_a_segment_twice_is_closing_it_once(tmp_path: Path) -> None:
    segment = Segment.create(tmp_path / "000001.jsonl", Disk())
    segment.close()
    segment.close()


def test_a_bug_below_is_not_taken_for_a_durable_state(
    directory: Path, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(directory, clock=clock, segment_bytes=1 << 20, disk=Disk())

    def broken(_self: Segment, _chunk: bytes) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(Segment, "append", broken)
        with pytest.raises(RuntimeError, match="a bug"):
            journal.commit([_record("lost")])
    journal.commit([_record("after")])
    journal.close()

    assert [record["kind"] for record, _ in read(directory)] == ["genesis", "recovery", "outcome"]


async def test_a_bug_below_reaches_whoever_waits(
    open_log: Callable[..., AuditLog], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()

    def broken(_self: Journal, _records: list[dict[str, Json]]) -> list[ValueError | None]:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Journal, "commit", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        await log.append(_record("lost"))
    assert not log.is_available
    await log.close()


_WRITE_UNTIL_KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from gateway.audit.log import AuditLog

async def main():
    log = AuditLog.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), max_wait_seconds=5, segment_bytes=20_000)
    async def write(writer):
        for number in range(1_000_000):
            await log.append({"kind": "outcome", "id": f"{writer}-{number}"})
            print(f"{writer}-{number}", flush=True)
    await asyncio.gather(*(write(writer) for writer in range(16)))

asyncio.run(main())
"""


def test_what_was_acknowledged_is_there_after_kill_9(directory: Path, clock: Callable[[], datetime]) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITE_UNTIL_KILLED, str(directory)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    acknowledged = [child.stdout.readline().strip() for _ in range(500)]
    child.send_signal(signal.SIGKILL)
    *rest, _ = child.stdout.read().split("\n")  # the last may be cut: of another id, half
    child.wait()
    child.stdout.close()

    Journal.open(directory, clock=clock, segment_bytes=20_000, disk=Disk()).close()
    assert {*acknowledged, *rest} <= set(_ids(directory))
    assert verify(directory).is_sound


_FILL_THE_DISK = """
import asyncio, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from gateway.audit.log import AuditLog
from gateway.domain.errors import AuditUnavailable

async def main():
    log = AuditLog.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), max_wait_seconds=5)
    await log.append({"kind": "outcome", "id": "before"})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    for _ in range(3):
        try:
            await log.append({"kind": "outcome", "id": "lost"})
        except AuditUnavailable as refusal:
            print(refusal.cause)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    await log.append({"kind": "outcome", "id": "after"})
    await log.close()

asyncio.run(main())
"""


def test_a_kernel_that_takes_no_more_bytes_is_survived(directory: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", _FILL_THE_DISK, str(directory)], capture_output=True, text=True, check=True
    )

    assert child.stdout.splitlines() == ["the audit log cannot be written to: File too large"] * 3
    assert _ids(directory) == ["before", "after"]
    assert verify(directory).is_sound
