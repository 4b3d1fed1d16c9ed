"""How many times as fast as Presidio's own engine ours is, on the same texts, and how fast the whole scanner is.

Texts come again in the elements of a list, and the scanner looks at each only once. So both are timed twice: on every
text, and on every distinct one (with its words). Targets are held against the second ratio, in which nothing that is
not looked at counts as speed. All runs of a row are in one process, ours and Presidio's in turn, and the median pair
counts. Time is the process's own: what else runs on the machine would count against whichever takes longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time

import orjson

from benchmarks.classifiers import bodies, corpora
from benchmarks.classifiers.engines import (
    ALL,
    Ours,
    Scored,
    Stock,
    default_labels,
    default_scanner,
    distinct,
    leaves_of,
    of_ours,
    of_stock,
    texts_of,
)
from classifiers import Finding, Scanner, json_leaves
from classifiers.detector import Text
from classifiers.finding import NotInspected
from classifiers.leaves import Texts

PAIRS = 3
ENOUGH_SECONDS = 0.2  # of our own runs for one measurement
SLOW_SECONDS = 4.0  # what takes Presidio longer is run once


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    texts: list[Text]

    @property
    def kilobytes(self) -> float:
        return sum(len(text.value.encode()) for text in self.texts) / 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A body, what looks at it, and how many times as fast we promise to be."""

    body: Body
    labels: frozenset[str]
    threshold: float
    target: float | None


def run(*, quick: bool) -> None:
    _run_engines(quick=quick)
    _run_scanner(quick=quick)


def _run_engines(*, quick: bool) -> None:
    default = default_labels()
    print(f"default set: {len(default)} recognisers (its credit cards are on neither side), all: {len(ALL)}")
    print("KB are of texts; ms of ours; 'each x' is on every text, 'distinct x' on every distinct one\n")
    print(
        f"{'body':34}{'set':>8}{'T':>5}{'KB':>7}{'texts':>7}{'distinct':>9}{'found':>7}"
        f"{'ours ms':>10}{'MB/s':>8}{'each x':>9}{'distinct x':>11}{'target':>8}"
    )
    stocks = {default: Stock(default), ALL: Stock(ALL)}
    engines: dict[tuple[frozenset[str], float], Ours] = {}
    for row in _rows(default, quick=quick):
        key = (row.labels, row.threshold)
        ours = engines.setdefault(key, engines.get(key) or Ours(*key))
        _print_row(row, "all" if row.labels is ALL else "default", ours, stocks[row.labels])


def _rows(default: frozenset[str], *, quick: bool) -> list[Row]:
    sizes = (10,) if quick else (10, 30, 100)
    largest = sizes[-1]
    prose = Body("prose, one text", [Text(bodies.prose(largest))])
    clean = {size: _json(f"clean JSON {size} KB", bodies.tickets(size, dirty=False)) for size in sizes}
    dirty = {size: _json(f"dirty JSON {size} KB", bodies.tickets(size, dirty=True)) for size in sizes}
    whole = [*({10, largest})]
    return [
        *(Row(prose, default, threshold, 100) for threshold in (0.5, 0.4)),
        *(Row(clean[size], default, 0.5, 50) for size in sizes),
        *(Row(body, default, 0.5, None) for body in _real(sizes)),
        *(Row(dirty[size], default, threshold, 20) for threshold in (0.5, 0.4) for size in sizes),
        Row(prose, ALL, 0.5, 100),
        *(Row(clean[size], ALL, threshold, 100) for threshold in (0.5, 0.4) for size in sorted(whole)),
        *(Row(dirty[size], ALL, threshold, 40) for threshold in (0.5, 0.4) for size in sorted(whole)),
        Row(Body("nothing but PII, one text", [Text(bodies.nothing_but_text(10))]), default, 0.5, 3),
        Row(_json("nothing but PII, JSON", bodies.nothing_but_json(10)), default, 0.5, 3),
    ]


def _real(sizes: Sequence[int]) -> list[Body]:
    if not corpora.is_there():
        return []
    payloads = corpora.payloads()
    return [
        *(_json(f"vendors' examples {size} KB", bodies.composed(size)) for size in sizes),
        *(_json(name, payloads[name]) for name in ("github-composed_50k", "github-composed_150k") if len(sizes) > 1),
    ]


def _json(name: str, body: bytes) -> Body:
    return Body(name, texts_of(leaves_of(body)))


def _print_row(row: Row, name: str, ours: Ours, stock: Stock) -> None:
    texts, once = row.body.texts, distinct(row.body.texts)
    found = ours.find(texts)  # warm
    stock.find(Text("warm 123-45-6789"), row.threshold)
    seconds: list[float] = []
    each: list[float] = []
    apart: list[float] = []
    differing = 0
    for _ in range(PAIRS):
        own = _seconds_of_ours(lambda: ours.find(texts))
        own_of_distinct = own if len(once) == len(texts) else _seconds_of_ours(lambda: ours.find(once))
        of_each, theirs = _run_of_stock(stock, texts, row.threshold)
        of_distinct = of_each if len(once) == len(texts) else _run_of_stock(stock, once, row.threshold)[0]
        differing = sum(of_ours(hits) != scored for hits, scored in zip(found, theirs, strict=True))
        seconds.append(own)
        each.append(of_each / own)
        apart.append(of_distinct / own_of_distinct)
        if of_each > SLOW_SECONDS:
            break
    own, ratio = median(seconds), median(apart)
    target = "" if row.target is None else f"{row.target:8.0f}{'' if ratio >= row.target else ' !'}"
    print(
        f"{row.body.name:34}{name:>8}{row.threshold:5}{row.body.kilobytes:7.1f}{len(texts):7}{len(once):9}"
        f"{sum(map(len, found)):7}{own * 1000:10.2f}{row.body.kilobytes / own / 1000:8.2f}"
        f"{median(each):9.1f}{ratio:11.1f}{target}{f'  differs in {differing} texts' if differing else ''}",
        flush=True,
    )


def _seconds_of_ours(call: Callable[[], object]) -> float:
    """Return the median of several runs, after each other for long enough."""
    runs: list[float] = []
    while sum(runs) < ENOUGH_SECONDS or len(runs) < 3:
        started = process_time()
        call()
        runs.append(process_time() - started)
    return median(runs)


def _run_of_stock(stock: Stock, texts: list[Text], threshold: float) -> tuple[float, list[Scored]]:
    started = process_time()
    results = [stock.find(text, threshold) for text in texts]
    seconds = process_time() - started
    return seconds, [of_stock(each) for each in results]


def _run_scanner(*, quick: bool) -> None:
    print("\nscanner, default rules (secrets, cards, bank, national ids of us gb de fr es it), from the bytes of JSON")
    print(f"{'body':34}{'KB':>8}{'leaves':>8}{'found':>7}{'ms':>10}{'MB/s':>8}{'reading and cutting ms':>24}")
    scanner = default_scanner(seconds=60)
    for name, body in _scanned(quick=quick):
        leaves = leaves_of(body)
        try:
            found = str(len(scanner.scan(leaves)))
            seconds = _seconds_of_ours(partial(_scan, scanner, body))
        except NotInspected:
            print(f"{name:34}{len(body) / 1000:8.1f}{len(leaves):8}  refused")
            continue
        cutting = _seconds_of_ours(partial(_cut, body))
        print(
            f"{name:34}{len(body) / 1000:8.1f}{len(leaves):8}{found:>7}{seconds * 1000:10.2f}"
            f"{len(body) / seconds / 1e6:8.2f}{cutting * 1000:24.2f}",
            flush=True,
        )


def _scan(scanner: Scanner, body: bytes) -> list[Finding]:
    return scanner.scan(json_leaves(orjson.loads(body)))


def _cut(body: bytes) -> None:
    texts: Texts = {}
    json_leaves(orjson.loads(body)).add_texts(texts)


def _scanned(*, quick: bool) -> Iterator[tuple[str, bytes]]:
    sizes = (10,) if quick else (10, 100, 1000)
    for size in sizes:
        yield f"clean JSON {size} KB", bodies.tickets(size, dirty=False)
    for size in sizes:
        yield f"dirty JSON {size} KB", bodies.tickets(size, dirty=True)
    yield "prose, one text", orjson.dumps({"text": bodies.prose(sizes[-1] // 10 or 10)})
    yield "nothing but PII, JSON", bodies.nothing_but_json(10)
    if corpora.is_there():
        payloads = corpora.payloads()
        for name in ("github-composed_50k", "github-composed_150k", "github-emojis_get-c3226b0b"):
            yield name, payloads[name]
