"""How long the event loop is held while bodies are inspected: the longest gap between beats a millisecond apart."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from statistics import median
from time import perf_counter

import orjson
import uvloop

from benchmarks.classifiers import bodies
from benchmarks.classifiers.engines import default_scanner
from gateway.app.process import settle
from gateway.domain.errors import Refusal
from gateway.domain.message import Body, BodyKind, Message
from gateway.inspection.inspector import Inspector

TIMES = 3
MOST_MILLISECONDS = 10.0
_BEAT = 0.001
_AT_REST_SECONDS = 1.0


def run(*, quick: bool) -> None:
    print(f"longest gaps in ms beyond the beat, {TIMES} times; a flag (!) is a median above {MOST_MILLISECONDS:.0f} ms")
    print("(other work on the machine makes gaps too: see the row of no body)")
    print(f"{'body':40}{'KB':>8}{'took ms':>10}  {'outcome':14}gaps")
    uvloop.run(_run(quick=quick))


async def _run(*, quick: bool) -> None:
    inspector = Inspector(default_scanner())
    try:
        await inspector.inspect(_json(b'["warm 123-45-6789"]'))
        settle()  # as the gateway does
        await _print_row("no body", None, inspector)
        for name, message in _messages(quick=quick).items():
            await _print_row(name, message, inspector)
    finally:
        inspector.close()


async def _print_row(name: str, message: Message | None, inspector: Inspector) -> None:
    gaps: list[float] = []
    outcome = ""
    started = perf_counter()
    for _ in range(TIMES):
        done = asyncio.Event()
        heart = asyncio.create_task(_longest_gap(done))
        await asyncio.sleep(_BEAT * 10)  # the heart beats
        outcome = await _inspected(inspector, message)
        done.set()
        gaps.append(await heart * 1000)
    milliseconds = (perf_counter() - started) / TIMES * 1000
    kilobytes = len(message.body.content) / 1000 if message else 0
    flag = "!" if median(gaps) > MOST_MILLISECONDS else ""
    told = "  ".join(f"{gap:.1f}" for gap in gaps)
    print(f"{name:40}{kilobytes:8.0f}{milliseconds:10.0f}  {outcome:14}{told} {flag}", flush=True)


async def _longest_gap(done: asyncio.Event) -> float:
    longest = 0.0
    last = perf_counter()
    while not done.is_set():
        await asyncio.sleep(_BEAT)
        now = perf_counter()
        longest = max(longest, now - last - _BEAT)
        last = now
    return longest


async def _inspected(inspector: Inspector, message: Message | None) -> str:
    if message is None:
        await asyncio.sleep(_AT_REST_SECONDS)
        return "at rest"
    try:
        return f"found {len(await inspector.inspect(message))}"
    except Refusal:
        return "refused"


def _messages(*, quick: bool) -> Mapping[str, Message]:
    size = 100 if quick else 1000
    foreign = bodies.tickets(size // 2, dirty=True).decode().replace("customer", "клиент").replace("of", "für")
    return {
        "clean JSON, 10 KB": _json(bodies.tickets(10, dirty=False)),
        "clean JSON": _json(bodies.tickets(size, dirty=False)),
        "dirty JSON, 100 KB": _json(bodies.tickets(100, dirty=True)),
        "dirty JSON": _json(bodies.tickets(size, dirty=True)),
        "dirty JSON beyond ASCII": _json(foreign.encode()),
        "nothing but PII, JSON": _json(bodies.nothing_but_json(size)),
        "nothing but PII, one text": _json(orjson.dumps([bodies.nothing_but_text(size)])),
        "prose, one text": _json(orjson.dumps([bodies.prose(size)])),
        f"{size * 100:,} small leaves": _json(orjson.dumps({"counts": [*range(size * 100)]})),
    }


def _json(content: bytes) -> Message:
    return Message((), Body(BodyKind.JSON, "application/json", content, orjson.loads(content)))
