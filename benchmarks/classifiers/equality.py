"""Count where our engine finds something else than Presidio's own, on the same texts.

Presidio is asked once for each text, at threshold 0: what it finds at a higher one is what of that reaches it, since
it drops weak results first and then only those that lie in stronger ones. Our engine is asked at each threshold.
Texts go to it many at a time, as the leaves of a message do: what stands in one must not show in another.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from random import Random

from benchmarks.classifiers import corpora
from benchmarks.classifiers.engines import ALL, Ours, Scored, Stock, TookTooLong, at_most, of_ours, of_stock
from benchmarks.classifiers.texts import Texts
from classifiers.detector import Text
from classifiers.finding import NotInspected

GENERATED = 8_000
THRESHOLDS = (0.0, 0.4, 0.5)
STOCK_SECONDS = 20.0
_LONG_EVERY = 60
_TOGETHER = 20
_SHOWN = 5
_TOLD_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Difference:
    text: str
    words: tuple[str, ...]
    threshold: float
    only_ours: Scored
    only_stock: Scored


@dataclass(slots=True)
class Compared:
    """What came of comparing some texts."""

    texts: int = 0
    not_ascii: int = 0
    found: int = 0
    unfinished: int = 0
    failed: int = 0
    refused: int = 0
    differences: list[Difference] = field(default_factory=list)

    def add(self, other: Compared) -> None:
        self.texts += other.texts
        self.not_ascii += other.not_ascii
        self.found += other.found
        self.unfinished += other.unfinished
        self.failed += other.failed
        self.refused += other.refused
        self.differences += other.differences


def run(*, quick: bool) -> None:
    generated = 200 if quick else GENERATED
    print(f"{len(ALL)} recognisers, thresholds {', '.join(map(str, THRESHOLDS))}")
    with ProcessPoolExecutor(os.cpu_count(), initializer=_make_engines) as pool:
        _report("generated", _generated(generated), pool)
        if not corpora.is_there():
            return
        for name in corpora.TEXTS:
            texts = [Text(case.text) for case in corpora.cases(name)]
            _report(name, _batches(texts[: 40 if quick else None]), pool)


def _report(title: str, batches: list[list[Text]], pool: Executor) -> None:
    started = told = time.monotonic()
    whole = Compared()
    for compared in pool.map(_compared, batches):
        whole.add(compared)
        if time.monotonic() - told > _TOLD_SECONDS:
            told = time.monotonic()
            print(f"  … {whole.texts} texts, {len(whole.differences)} differences", flush=True)
    print(
        f"{title}: {len(whole.differences)} differences; {whole.texts} texts, {whole.not_ascii} not ASCII, "
        f"{whole.found} findings at {THRESHOLDS[1]}; stock did not finish {whole.unfinished} and "
        f"raised on {whole.failed}, we refused {whole.refused} of the rest; {time.monotonic() - started:.0f} s",
        flush=True,
    )
    for difference in whole.differences[:_SHOWN]:
        print(f"  at {difference.threshold}, words {' '.join(difference.words)!r}: {difference.text!r}")
        for side, scored in (("only ours", difference.only_ours), ("only stock", difference.only_stock)):
            for label, start, end, score in sorted(scored):
                print(f"    {side}: {label} {start}..{end} {score} {difference.text[start:end]!r}")


def _generated(count: int) -> list[list[Text]]:
    texts = Texts()
    samples = (
        (texts.long if number % _LONG_EVERY == 0 else texts.short)(Random(f"equality {number}"))
        for number in range(1, count + 1)
    )
    return _batches([Text(sample.value, sample.words) for sample in samples])


def _batches(texts: Sequence[Text]) -> list[list[Text]]:
    return [list(texts[start : start + _TOGETHER]) for start in range(0, len(texts), _TOGETHER)]


class _Worker:
    """The engines of one process."""

    stock: Stock
    ours: dict[float, Ours]


def _make_engines() -> None:
    _Worker.stock = Stock(ALL)
    _Worker.ours = {threshold: Ours(ALL, threshold) for threshold in THRESHOLDS}


def _compared(texts: list[Text]) -> Compared:
    compared = Compared(len(texts), sum(not text.value.isascii() for text in texts))
    finished: list[tuple[Text, Scored]] = []
    for text in texts:
        try:
            with at_most(STOCK_SECONDS):
                finished.append((text, of_stock(_Worker.stock.find(text, 0))))
        except TookTooLong:
            compared.unfinished += 1
        except Exception:  # noqa: BLE001  (some of its checks of digits know ASCII only; their expressions know all)
            compared.failed += 1
    for threshold, ours in _Worker.ours.items():
        for (text, stock), scored in zip(finished, _ours(ours, [text for text, _ in finished]), strict=True):
            if scored is None:
                compared.refused += 1
                continue
            expected = frozenset(each for each in stock if each[3] >= threshold)
            compared.found += len(expected) if threshold == THRESHOLDS[1] else 0
            if scored != expected:
                compared.differences.append(
                    Difference(text.value, text.words, threshold, scored - expected, expected - scored)
                )
    return compared


def _ours(engine: Ours, texts: list[Text]) -> Iterator[Scored | None]:
    """Yield what we find, ``None`` where we refuse: then each text is asked about by itself."""
    try:
        yield from map(of_ours, engine.find(texts))
    except NotInspected:
        for text in texts:
            yield _alone(engine, text)


def _alone(engine: Ours, text: Text) -> Scored | None:
    try:
        return of_ours(chain.from_iterable(engine.find([text])))
    except NotInspected:
        return None
