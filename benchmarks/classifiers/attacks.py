"""Texts of 40 KB that some expression is slow on: each is done within 50 ms, or refused."""

from __future__ import annotations

import multiprocessing
import time

from benchmarks.classifiers.engines import ALL, Stock, all_scanner
from classifiers import Scanner, text_leaves
from classifiers.detector import Text
from classifiers.finding import NotInspected, Part
from tests.attacks.slow_strings import ATTACKS

MOST_MILLISECONDS = 50.0
STOCK_SECONDS = 40.0


def run(*, quick: bool, with_stock: bool) -> None:
    scanner = all_scanner()
    scanner.scan(text_leaves("warm 123-45-6789", Part.BODY))
    stock = Stock(ALL) if with_stock else None
    print(f"all labels; a flag (!) is above {MOST_MILLISECONDS:.0f} ms and not refused")
    print(f"{'attack':40}{'KB':>6}{'ms':>10}  {'outcome':12}{'stock, s' if stock else ''}")
    slow = 0
    for name, text in list(ATTACKS.items())[: 5 if quick else None]:
        started = time.process_time()  # not the clock: other work on the machine is no attack
        outcome = _outcome(scanner, text)
        milliseconds = (time.process_time() - started) * 1000
        is_slow = milliseconds > MOST_MILLISECONDS and outcome != "refused"
        slow += is_slow
        theirs = _seconds_of_stock(stock, text) if stock else ""
        print(
            f"{name:40}{len(text) / 1000:6.0f}{milliseconds:10.1f}{'!' if is_slow else ' '} {outcome:12}{theirs}",
            flush=True,
        )
    print(f"{slow} too slow")


def _outcome(scanner: Scanner, text: str) -> str:
    try:
        return f"found {len(scanner.scan(text_leaves(text, Part.BODY)))}"
    except NotInspected:
        return "refused"


def _seconds_of_stock(stock: Stock, text: str) -> str:
    """Return how long stock takes, in a process that can be ended while it is busy in C."""
    process = multiprocessing.get_context("fork").Process(target=stock.find, args=(Text(text), 0.4))
    started = time.perf_counter()
    process.start()
    process.join(STOCK_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
        return f"more than {STOCK_SECONDS:.0f}"
    return f"{time.perf_counter() - started:.2f}"
