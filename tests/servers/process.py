"""Child processes that serve: started on free loopback ports, ready when they say so, never orphaned.

A server chooses its own free port and prints it; the line it prints is what we wait for. So no port is guessed and
nothing is polled.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LEASH = Path(__file__).with_name("leash.py")
KEPT_LINES = 200
END_SECONDS = 10


class DidNotStart(RuntimeError):
    """A server ended, or said nothing in time. The message holds its last lines."""


@contextmanager
def running(
    command: Sequence[str],
    ready: re.Pattern[str],
    *,
    within: float = 60,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[re.Match[str]]:
    """Run ``command`` while the block lasts; yield the match of the line that says it is ready.

    Raises:
        DidNotStart: It ended first, or ``within`` seconds passed.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LEASH), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env={**_own_environment(), **(environment or {})},
        start_new_session=True,  # Ctrl-C is for the test session, which ends its servers in order
    )
    assert process.stdin is not None
    assert process.stdout is not None
    output = _Output(process.stdout, ready)
    try:
        yield output.ready_line(within, command)
    finally:
        process.stdin.close()
        try:
            process.wait(END_SECONDS)
        finally:
            process.kill()
            output.close()
            process.wait()


class _Output:
    """What a server prints, read to the end in a thread: a full pipe would stop it."""

    def __init__(self, stream: IO[bytes], ready: re.Pattern[str]) -> None:
        self._stream = stream
        self._ready = ready
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._match: re.Match[str] | None = None
        self._settled = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def ready_line(self, within: float, command: Sequence[str]) -> re.Match[str]:
        settled = self._settled.wait(within)
        if self._match is None:
            why = "ended before it was ready" if settled else f"was not ready within {within:.0f} s"
            raise DidNotStart(f"{' '.join(command)} {why}:\n{''.join(self._lines)}")
        return self._match

    def close(self) -> None:
        self._thread.join(END_SECONDS)
        self._stream.close()

    def _read(self) -> None:
        for raw in self._stream:
            line = raw.decode(errors="replace")
            self._lines.append(line)
            if self._match is None:
                self._match = self._ready.search(line)
                if self._match is not None:
                    self._settled.set()
        self._settled.set()


def _own_environment() -> dict[str, str]:
    """Return this process's environment, without proxies: all traffic is loopback."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
