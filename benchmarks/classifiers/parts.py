"""``./dev bench classifiers [part ...]``: the parts, in the order that they run in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from time import monotonic

from benchmarks.classifiers import attacks, detection, equality, lists, loop, memory, noise, speed

PARTS: Mapping[str, Callable[[Namespace], None]] = {
    "equality": lambda options: equality.run(quick=options.quick),
    "speed": lambda options: speed.run(quick=options.quick),
    "attacks": lambda options: attacks.run(quick=options.quick, with_stock=options.with_stock),
    "loop": lambda options: loop.run(quick=options.quick),
    "secrets": lambda _options: detection.run_secrets(),
    "cards": lambda _options: detection.run_cards(),
    "quality": lambda _options: detection.run_quality(),
    "noise": lambda options: noise.main(kilobytes=10 if options.quick else 100),
    "lists": lambda options: lists.run(quick=options.quick),
    "memory": lambda options: memory.run(quick=options.quick),
}


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("parts", nargs="*", metavar="part", choices=[[], *PARTS], help=f"of {', '.join(PARTS)} (all)")
    parser.add_argument("--quick", action="store_true", help="see that everything runs, on less")
    parser.add_argument("--with-stock", action="store_true", help="attack stock Presidio too: minutes")


def run(options: Namespace) -> None:
    for part in options.parts or PARTS:
        started = monotonic()
        print(f"\n== {part}", flush=True)
        PARTS[part](options)
        print(f"({part}: {monotonic() - started:.0f} s)", flush=True)
