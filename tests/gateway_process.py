"""``sallyport serve`` as a process of its own: what it logs, what it is signalled, how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import LEASH

WITHIN_SECONDS = 60  # a busy machine, cold
READY = re.compile(r"plugins reach the gateway at")

# The leash stands between us and the gateway, so the gateway tells its own process id first.
_TELLING = "import os, sys; print(os.getpid(), flush=True); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"


class Served:
    """A gateway that runs. ``pid`` is its own process, not that of its leash."""

    def __init__(self, leash: Process, pid: int) -> None:
        self.pid = pid
        self._leash = leash
        self._lines: list[str] = []
        self._grown = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    @property
    def log(self) -> str:
        return "".join(self._lines)

    def signal(self, number: signal.Signals) -> int:
        """Send a signal; return where in the log to look for what comes of it."""
        seen = len(self._lines)
        os.kill(self.pid, number)
        return seen

    async def logged(self, pattern: str | re.Pattern[str], since: int = 0) -> str:
        """Return the first line from ``since`` on in which ``pattern`` is, once it is there."""
        async with asyncio.timeout(WITHIN_SECONDS), self._grown:
            while True:
                for line in self._lines[since:]:
                    if re.search(pattern, line):
                        return line
                since = len(self._lines)
                if self._reading.done():
                    raise AssertionError(f"it ended without saying {pattern!r}:\n{self.log}")
                await self._grown.wait()

    async def ended(self) -> int:
        """Return the exit status, once there is one."""
        async with asyncio.timeout(WITHIN_SECONDS):
            status = await self._leash.wait()
            await self._reading
        return status

    async def _read(self) -> None:
        assert self._leash.stderr is not None
        while raw := await self._leash.stderr.readline():
            async with self._grown:
                self._lines.append(raw.decode())
                self._grown.notify_all()
        async with self._grown:
            self._grown.notify_all()


@asynccontextmanager
async def serving_process(configuration: Path) -> AsyncIterator[Served]:
    """Run ``sallyport serve`` while the block lasts, from when it is ready."""
    leash = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(LEASH), sys.executable, "-c", _TELLING),
        *("-m", "gateway.cli", "serve", "--config", str(configuration)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )
    assert leash.stdin is not None
    assert leash.stdout is not None
    served = Served(leash, int(await leash.stdout.readline()))
    try:
        await served.logged(READY)
        yield served
    finally:
        leash.stdin.close()
        await served.ended()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it said to people."""

    status: int
    errors: str


async def serve_in_vain(configuration: Path) -> Ended:
    """Return what becomes of a ``sallyport serve`` that cannot begin."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", "serve", "--config", str(configuration)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode is not None
    return Ended(process.returncode, errors.decode())
