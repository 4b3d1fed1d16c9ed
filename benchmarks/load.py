"""Load: wrk where it is on the PATH, else a generator of ours. Closed loop: each connection waits for its answer."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

_WRK_REQUESTS = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m)")
_WRK_ERRORS = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")


@dataclass(frozen=True, slots=True)
class Load:
    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def load(url: str, authorization: str, *, seconds: float, connections: int) -> Load:
    """Ask for ``url`` again and again. Raises ``RuntimeError`` where anything but success is answered."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return asyncio.run(_load(url, authorization, seconds, connections))
    command = [
        wrk,
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "60s",
        "-H",
        f"Authorization: {authorization}",
    ]
    output = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    if failure := _WRK_ERRORS.search(output):
        raise RuntimeError(f"{url}: {failure[0]}")
    found = _WRK_REQUESTS.search(output)
    if found is None:
        raise RuntimeError(f"cannot read what wrk says: {output}")
    return Load(int(found[1]), float(found[2]) * {"ms": 0.001, "s": 1, "m": 60}[found[3]])


async def _load(url: str, authorization: str, seconds: float, connections: int) -> Load:
    parts = urlsplit(url)
    head = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: {authorization}\r\n\r\n".encode()
    started = time.perf_counter()
    counts = await asyncio.gather(
        *(_connection(parts.hostname or "", parts.port or 80, head, started + seconds) for _ in range(connections))
    )
    return Load(sum(counts), time.perf_counter() - started)


async def _connection(host: str, port: int, head: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    count = 0
    while time.perf_counter() < until:
        writer.write(head)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not answer.startswith(b"http/1.1 2"):
            raise RuntimeError(answer.split(b"\r\n")[0].decode())
        length = int(answer.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count
