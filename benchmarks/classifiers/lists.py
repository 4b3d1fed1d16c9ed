"""Terms and identifiers of an organisation's own: what lists cost to load and to look for, beside other designs.

``./dev bench classifiers lists [--quick]``. The lists are made up, always the same; texts are prose of ASCII,
the same prose with other letters, and the values of ticket-like JSON. The other designs are sets of anchor words (the
rarest word of each term, looked up among the words of a text) and, but for ``--quick``, literals in a Hyperscan
database.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import hyperscan
import orjson

from benchmarks.bodies import body
from classifiers import json_leaves
from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.lists.dictionary import dictionary_of
from classifiers.lists.identifier_file import make_identifiers, read_identifiers
from classifiers.lists.identifiers import IdentifierDetector
from classifiers.lists.terms import TermDetector

_SYLLABLES = "ka ro mi ten sul vor an el dor fi gra hu is jo lan mer nor os pri qua".split()
_COMMON = (
    "the of and to in for is on that by this with you it not or be are from at as your all have new more an was we "
    "will home can us about if page my has search free but our one other do no information time they site he up may "
    "bank trading company limited international group holdings general trust partners capital energy services"
).split()
_BUDGET = Budget(3600)
_KEY = bytes(range(32))


def run(*, quick: bool) -> None:
    source = random.Random(1)
    terms = made_terms(source, 50_000 if quick else 500_000)
    texts = {
        "prose, ASCII": [made_prose(source, 100_000)],
        "prose, other letters": [made_prose(source, 100_000).replace("ka", "kä").replace(" the", " \u2013 the")],
        "prose, terms in it": [made_prose(source, 100_000) + " ".join(terms[::5_000])],
        "JSON values": distinct_values(body(100, dirty=False)),
        "JSON values, 1 KB": distinct_values(body(1, dirty=False)),
    }
    ours = _our_terms(terms)
    anchors = Anchors(terms)
    literals = None if quick else _literals(terms)
    print(f"\n{'ms for':24}{'bytes':>9}{'hits':>6}{'ours':>9}{'anchors':>9}{'literals':>10}")
    for name, values in texts.items():
        joined = "\n".join(values)
        spent = [
            _best(lambda values=values: ours.find_many(values, _BUDGET)),  # type: ignore[misc]
            _best(lambda joined=joined: anchors.found(joined)),  # type: ignore[misc]
            _best(lambda joined=joined: literals(joined)) if literals else math.nan,  # type: ignore[misc]
        ]
        hits = sum(map(len, ours.find_many(values, _BUDGET).values()))
        print(f"{name:24}{len(joined.encode()):9}{hits:6}{spent[0]:9.3f}{spent[1]:9.3f}{spent[2]:10.3f}")
    _identifiers(source, 100_000 if quick else 1_000_000)


class Anchors:
    """The peer: the rarest word of each term, and the words of a text that are one of them. It says no more."""

    def __init__(self, terms: Sequence[str]) -> None:
        begin = time.perf_counter()
        counts = Counter(word for term in terms for word in term.split())
        self._anchors = {min(term.split(), key=lambda word: (counts[word].bit_length(), -len(word))) for term in terms}
        print(f"anchors: {len(self._anchors)} words in {time.perf_counter() - begin:.1f} s")

    def found(self, text: str) -> set[str]:
        return set(_WORD.findall(text.lower())) & self._anchors


_WORD = re.compile(r"[^\W_]+")


def made_terms(source: random.Random, count: int) -> list[str]:
    """Return terms of one to four words: every other begins with a common word, as in "bank of"."""
    rare = ["".join(source.choices(_SYLLABLES, k=source.randint(2, 4))) for _ in range(120_000)]
    terms: set[str] = set()
    while len(terms) < count:
        words = source.choices(rare, k=source.choices((1, 2, 3), (45, 35, 20))[0])
        first = source.choice(_COMMON) if source.random() < 0.5 else source.choice(rare)
        alone = first + "s"
        terms.add(alone if source.random() < 0.05 and alone not in _COMMON else " ".join((first, *words)))
    return sorted(terms)


def made_prose(source: random.Random, size: int) -> str:
    """Return sentences, most of them of common words."""
    sentences: list[str] = []
    while sum(map(len, sentences)) < size:
        words = [
            source.choice(_COMMON) if source.random() < 0.8 else "".join(source.choices(_SYLLABLES, k=3)) + "ng"
            for _ in range(14)
        ]
        sentences.append(" ".join(words).capitalize() + ". ")
    return "".join(sentences)[:size]


def distinct_values(document: bytes) -> list[str]:
    return list({leaf.text for leaf in json_leaves(orjson.loads(document))})


def _our_terms(terms: Sequence[str]) -> TermDetector:
    begin, before = time.perf_counter(), _resident()
    dictionary = dictionary_of(terms, "mnpi", name="made")
    read = time.perf_counter()
    detector = TermDetector([dictionary])
    end = time.perf_counter()
    took = f"read in {read - begin:.1f} s, indexed in {end - read:.1f} s"
    print(f"{len(terms)} terms: {took}, {_resident() - before:.0f} MB")
    return detector


def _literals(terms: Sequence[str]) -> Callable[[str], int]:
    begin, before = time.perf_counter(), _resident()
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        [re.escape(term).encode() for term in terms],
        ids=list(range(len(terms))),
        flags=[hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH] * len(terms),
    )
    size = len(hyperscan.dumpb(database)) / 1e6
    print(
        f"literals: {time.perf_counter() - begin:.1f} s, database {size:.0f} MB, {_resident() - before:.0f} MB resident"
    )
    database.scratch = hyperscan.Scratch(database)

    def scan(text: str) -> int:
        found: list[object] = []
        database.scan(text.encode(), match_event_handler=lambda *match: found.append(match))
        return len(found)

    return scan


def _identifiers(source: random.Random, count: int) -> None:
    written = [f"{source.randrange(10**8):08}" for _ in range(count)]
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "accounts"
        begin = time.perf_counter()
        path.write_bytes(make_identifiers(written, _KEY))
        made = time.perf_counter()
        identifiers = read_identifiers(path, _KEY, "customer.account_number")
        end = time.perf_counter()
    took = f"made in {made - begin:.1f} s, read in {end - made:.2f} s"
    print(f"\n{count} identifiers: {took}")
    digest = identifiers.hashed.digest("12345678")
    print(f"one looked up: {1e3 * _best(lambda: '12345678' in identifiers, 20_000):.2f} us, ", end="")
    print(f"of which the set: {1e3 * _best(lambda: digest in identifiers.digests, 20_000):.2f} us")
    detector, text = IdentifierDetector(identifiers), Text("12345678 " * 4_500)
    print(f"40 KB of nothing but candidates: {_best(lambda: list(detector.find(text, _BUDGET)), 5):.1f} ms")


def _best(call: Callable[[], object], times: int = 40) -> float:
    """Return the milliseconds of the fastest of several calls."""
    fastest = float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        call()
        fastest = min(fastest, time.perf_counter() - begin)
    return fastest * 1e3


def _resident() -> float:
    """Return the MB that this process has in memory (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    run(quick=options.parse_args().quick)
