"""The audit log as requests see it: ``append`` returns once the record is durable, or raises in bounded time.

Group commit without a timer: a record that comes while the disk is idle is committed at once; those that come
during a commit are collected for the next. So a lone writer waits for one fdatasync, and many share one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gateway.audit.canonical import rfc3339
from gateway.audit.journal import CannotOpen, Clock, Journal, Record
from gateway.audit.segment import Disk
from gateway.domain.errors import AuditUnavailable
from gateway.domain.json import Json

__all__ = ["AuditLog", "CannotOpen"]

SEGMENT_BYTES = 64 * 1024 * 1024  # read whole at start: about a second
MAX_PENDING = 10_000  # records in memory while the disk hangs: some 20 MB


@dataclass(frozen=True, slots=True)
class _Entry:
    record: Record
    durable: asyncio.Future[None]


class AuditLog:
    """One chain of records in one directory. For one event loop; a thread of its own does what may block."""

    def __init__(self, journal: Journal, *, clock: Clock, max_wait_seconds: float, retry_seconds: float) -> None:
        self._journal = journal
        self._clock = clock
        self._max_wait_seconds = max_wait_seconds
        self._retry_seconds = retry_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="audit")
        self._pending: list[_Entry] = []
        self._idle = asyncio.Event()
        self._idle.set()
        self._retry: asyncio.TimerHandle | None = None
        self._is_closed = False
        self._has_failed = False  # the last commit
        self._is_stalled = False  # the commit under way is already longer than anyone waits

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        clock: Clock,
        max_wait_seconds: float,
        segment_bytes: int = SEGMENT_BYTES,
        retry_seconds: float = 1,
        disk: Disk | None = None,
    ) -> AuditLog:
        """Return the log in ``directory``, going on where it ended. Blocks: for the start of a process.

        Raises:
            CannotOpen: Another process has it, it is damaged, or the directory cannot be written to.
        """
        journal = Journal.open(directory, clock=clock, segment_bytes=segment_bytes, disk=disk or Disk())
        return cls(journal, clock=clock, max_wait_seconds=max_wait_seconds, retry_seconds=retry_seconds)

    @property
    def is_available(self) -> bool:
        """Whether records are being made durable, as far as the last commit told. It recovers without traffic."""
        return not (self._is_closed or self._has_failed or self._is_stalled)

    async def append(self, record: Mapping[str, Json]) -> None:
        """Return once ``record`` is durable, under the time of this call. It has a ``kind``, and is not changed after.

        A caller that is cancelled, or waited too long, leaves its record with us: it is still written, in its
        place. A record whose commit failed is not: what was refused is not in the log.

        Raises:
            AuditUnavailable: It was not durable in time, or cannot be.
            ValueError: It cannot be written as a record.
        """
        if not isinstance(record.get("kind"), str):
            raise ValueError("a record has a kind")  # noqa: TRY004  (a record is wrong, not an argument's type)
        if self._is_closed:
            raise AuditUnavailable(cause="the audit log is closed")
        if len(self._pending) >= MAX_PENDING:
            raise AuditUnavailable(cause="too many records wait for the disk")
        durable = asyncio.get_running_loop().create_future()
        self._pending.append(_Entry({**record, "time": rfc3339(self._clock())}, durable))
        self._wake()
        if self._is_stalled:  # an intent and its outcome would otherwise each wait their whole time
            durable.cancel()
            raise AuditUnavailable(cause="the disk under the audit log hangs")
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                await durable
        except TimeoutError:
            self._is_stalled = not self._idle.is_set()
            raise AuditUnavailable(cause="the record was not durable in time") from None

    async def close(self) -> None:
        """Take no more records, and return once those at hand are durable or refused, or it took too long."""
        self._is_closed = True
        if self._retry is not None:
            self._retry.cancel()
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                await self._idle.wait()
        except TimeoutError:
            return  # the thread hangs in the kernel; it may still wake and write. The lock ends with the process
        self._thread.shutdown()
        self._journal.close()

    def _wake(self) -> None:
        """Begin a commit in the loop's next round, unless one is under way: it begins the next when it ends."""
        if self._idle.is_set():
            self._idle.clear()
            asyncio.get_running_loop().call_soon(self._begin_commit)

    def _begin_commit(self) -> None:
        entries, self._pending = self._pending, []
        committed = asyncio.get_running_loop().run_in_executor(
            self._thread, self._journal.commit, [entry.record for entry in entries]
        )
        committed.add_done_callback(partial(self._end_commit, entries))

    def _end_commit(self, entries: Sequence[_Entry], committed: asyncio.Future[list[ValueError | None]]) -> None:
        failed = committed.exception()
        self._has_failed, self._is_stalled = failed is not None, False
        answers = [failed] * len(entries) if failed else committed.result()
        for entry, answer in zip(entries, answers, strict=True):
            _answer(entry.durable, answer)
        if self._pending:
            # After those just released had their turn: what they append at once goes into the same commit.
            asyncio.get_running_loop().call_soon(self._begin_commit)
            return
        self._idle.set()
        if self._has_failed and not self._is_closed:
            self._retry = asyncio.get_running_loop().call_later(self._retry_seconds, self._wake)


def _answer(durable: asyncio.Future[None], answer: BaseException | None) -> None:
    if durable.done():  # cancelled with its caller
        return
    match answer:
        case None:
            durable.set_result(None)
        case OSError():
            durable.set_exception(AuditUnavailable(cause=f"the audit log cannot be written to: {answer.strerror}"))
        case _:
            durable.set_exception(answer)
