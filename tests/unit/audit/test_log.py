"""Waiting for records: who shares a commit, who is released when, and who has waited long enough."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit import log as module
from gateway.audit.log import AuditLog
from gateway.audit.reading import read
from gateway.audit.segment import Disk
from gateway.audit.verify import verify
from gateway.domain.errors import AuditUnavailable
from gateway.domain.json import Json


class SlowDisk(Disk):
    """A disk whose syncs wait for the test, once it is told to hold them."""

    def __init__(self) -> None:
        self.syncs = 0
        self.is_syncing = threading.Event()
        self.may_sync = threading.Event()
        self.may_sync.set()

    def sync_data(self, file: int) -> None:
        self.is_syncing.set()
        self.may_sync.wait(30)
        super().sync_data(file)
        self.syncs += 1

    async def hang(self, log: AuditLog) -> asyncio.Task[None]:
        """Return once a commit hangs in its sync, and who waits for it."""
        self.may_sync.clear()
        self.is_syncing.clear()
        held = asyncio.create_task(log.append({"kind": "outcome", "id": "held"}))
        assert await asyncio.to_thread(self.is_syncing.wait, 30)
        return held


@pytest.fixture
def disk() -> Iterator[SlowDisk]:
    disk = SlowDisk()
    yield disk
    disk.may_sync.set()  # a failed test leaves no thread behind


@pytest.fixture
def open_log(tmp_path: Path, clock: Callable[[], datetime], disk: SlowDisk) -> Callable[..., AuditLog]:
    def open_(max_wait_seconds: float = 30) -> AuditLog:
        return AuditLog.open(tmp_path, clock=clock, max_wait_seconds=max_wait_seconds, disk=disk)

    return open_


def _ids(directory: Path) -> list[Json]:
    return [record["id"] for record, _ in read(directory) if "id" in record]


def _record(identity: str) -> dict[str, Json]:
    return {"kind": "outcome", "id": identity}


async def test_an_appended_record_is_in_the_log_under_the_time_of_the_call(
    tmp_path: Path, open_log: Callable[..., AuditLog]
) -> None:
    log = open_log()
    await log.append(_record("1"))

    *_, (last, _) = read(tmp_path)
    assert last["id"] == "1"
    assert last["time"] == "2026-11-23T12:00:00.000000Z"
    assert log.is_available
    await log.close()


async def test_records_of_one_moment_share_a_commit(
    tmp_path: Path, open_log: Callable[..., AuditLog], disk: SlowDisk
) -> None:
    log = open_log()
    before = disk.syncs
    await asyncio.gather(*(log.append(_record(str(number))) for number in range(64)))

    assert disk.syncs == before + 1
    assert _ids(tmp_path) == [str(number) for number in range(64)]
    await log.close()


async def test_what_comes_during_a_commit_shares_the_next(
    tmp_path: Path, open_log: Callable[..., AuditLog], disk: SlowDisk
) -> None:
    log = open_log()
    held = await disk.hang(log)
    before = disk.syncs
    others = [asyncio.create_task(log.append(_record(str(number)))) for number in range(20)]
    disk.may_sync.set()
    await asyncio.gather(held, *others)

    assert disk.syncs == before + 2
    assert _ids(tmp_path) == ["held", *map(str, range(20))]
    await log.close()


async def test_nobody_is_released_before_the_sync(open_log: Callable[..., AuditLog], disk: SlowDisk) -> None:
    log = open_log()
    held = await disk.hang(log)

    assert not held.done()
    disk.may_sync.set()
    await held
    await log.close()


async def test_a_caller_that_is_cancelled_leaves_its_record_and_takes_no_other(
    tmp_path: Path, open_log: Callable[..., AuditLog], disk: SlowDisk
) -> None:
    log = open_log()
    held = await disk.hang(log)
    leaving = asyncio.create_task(log.append(_record("leaving")))
    staying = asyncio.create_task(log.append(_record("staying")))
    await asyncio.sleep(0)  # both are handed in
    held.cancel()
    leaving.cancel()
    disk.may_sync.set()
    await staying

    assert held.cancelled()
    assert leaving.cancelled()
    assert _ids(tmp_path) == ["held", "leaving", "staying"]
    await log.close()


async def test_a_disk_that_hangs_refuses_in_time_and_writes_what_it_was_handed_when_it_wakes(
    tmp_path: Path, open_log: Callable[..., AuditLog], disk: SlowDisk
) -> None:
    log = open_log(max_wait_seconds=0.01)
    held = await disk.hang(log)
    with pytest.raises(AuditUnavailable) as refusal:
        await held
    assert refusal.value.cause == "the record was not durable in time"
    assert not log.is_available

    # The outcome of a call whose intent was refused does not wait its whole time again.
    second = log.append(_record("second"))
    with pytest.raises(AuditUnavailable) as refusal:
        second.send(None)
    assert refusal.value.cause == "the disk under the audit log hangs"

    disk.may_sync.set()
    await log.close()
    assert _ids(tmp_path) == ["held", "second"]
    assert verify(tmp_path).is_sound


async def test_a_disk_that_woke_is_waited_for_again(open_log: Callable[..., AuditLog], disk: SlowDisk) -> None:
    log = open_log(max_wait_seconds=0.01)
    held = await disk.hang(log)
    with pytest.raises(AuditUnavailable):
        await held
    disk.may_sync.set()
    log._max_wait_seconds = 30
    await log._idle.wait()

    await log.append(_record("again"))
    assert log.is_available
    await log.close()


async def test_records_in_memory_are_bounded(
    open_log: Callable[..., AuditLog], disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_PENDING", 1)
    log = open_log()
    held = await disk.hang(log)
    waiting = asyncio.create_task(log.append(_record("waiting")))
    await asyncio.sleep(0)

    with pytest.raises(AuditUnavailable) as refusal:
        await log.append(_record("one too many"))
    assert refusal.value.cause == "too many records wait for the disk"
    disk.may_sync.set()
    await asyncio.gather(held, waiting)
    await log.close()


async def test_a_record_that_cannot_be_one_is_its_callers_fault_alone(
    tmp_path: Path, open_log: Callable[..., AuditLog]
) -> None:
    log = open_log()
    good, bad = await asyncio.gather(
        log.append(_record("1")), log.append({"kind": "outcome", "amount": 1.5}), return_exceptions=True
    )

    assert good is None
    assert isinstance(bad, ValueError)
    with pytest.raises(ValueError, match="kind"):
        await log.append({"id": "1"})
    assert _ids(tmp_path) == ["1"]
    await log.close()


async def test_closing_ends_what_was_begun_and_takes_nothing_new(
    tmp_path: Path, open_log: Callable[..., AuditLog]
) -> None:
    log = open_log()
    begun = asyncio.create_task(log.append(_record("begun")))
    await asyncio.sleep(0)
    await log.close()

    await begun
    assert _ids(tmp_path) == ["begun"]
    assert not log.is_available
    with pytest.raises(AuditUnavailable):
        await log.append(_record("late"))
    await open_log().close()


async def test_closing_does_not_wait_for_a_disk_that_hangs(open_log: Callable[..., AuditLog], disk: SlowDisk) -> None:
    log = open_log(max_wait_seconds=0.01)
    held = await disk.hang(log)
    await log.close()

    with pytest.raises(AuditUnavailable):
        await held
