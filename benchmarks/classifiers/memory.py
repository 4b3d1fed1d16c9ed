"""What importing and starting cost in memory and time, each measured in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from os import environ

MOST_MEGABYTES = 40.0
"""That a scanner may add to what Presidio and a blank spaCy pipeline cost."""

MOST_SECONDS = 2.0
"""From the first import to the first finding, if the database is in the cache."""

_PROGRAMS: Mapping[str, str] = {
    "bare interpreter": "",
    "import classifiers": "import classifiers",
    "import spacy": "import spacy",
    "spacy.blank('en')": "import spacy; spacy.blank('en')('a')",
    "import presidio_analyzer": "import presidio_analyzer",
    "presidio_analyzer, spacy.blank('en')": "import presidio_analyzer, spacy; spacy.blank('en')('a')",
}
_SCANNERS: Mapping[str, str] = {"default rules": "DEFAULT_RULES", "all labels": "None"}
_SCAN = """
from benchmarks.classifiers.rules import DEFAULT_RULES
import classifiers
found = classifiers.Scanner({labels}).scan(classifiers.json_leaves({{"ssn": "536-90-4399"}}))
assert [finding.label for finding in found] == ["national_id.us_ssn"], found
"""
_HEAVY = (
    *("presidio_analyzer", "spacy", "thinc", "numpy", "pydantic", "regex", "hyperscan", "phonenumbers", "tldextract"),
    *("requests", "httpx", "yaml", "torch", "pandas", "transformers", "stanza"),
)
_MEASURED = """
import sys, time
begun, used = time.perf_counter(), time.process_time()
{program}
seconds = f"{{time.perf_counter() - begun}}|{{time.process_time() - used}}"
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
heavy = [name for name in {heavy!r} if name in sys.modules]
print(int(status["VmRSS"].split()[0]) / 1024, int(status["VmHWM"].split()[0]) / 1024, seconds, ",".join(heavy), sep="|")
"""
_TIMED_IMPORT = re.compile(r"^import time:\s*(\d+) \|\s*\d+ \|\s*(\w+)", re.MULTILINE)
_PACKAGES_SHOWN = 14


def run(*, quick: bool) -> None:
    print(f"{'':40}{'MB':>8}{'peak':>8}{'s':>7}{'CPU s':>7}  heavy modules in it")
    presidio = [_print_row(title, program) for title, program in _PROGRAMS.items()][-1]
    for title, labels in _SCANNERS.items():
        with tempfile.TemporaryDirectory() as cache:
            program = _SCAN.format(labels=labels)
            _print_row(f"scanner of {title}, cold cache", program, cache)
            megabytes = _print_row(f"scanner of {title}, warm cache", program, cache)
        print(f"{'':40}{megabytes - presidio:+8.1f} over the row of Presidio (target: at most {MOST_MEGABYTES:g})")
    print(f"(target with a warm cache: {MOST_SECONDS:g} s; other work on the machine counts in s, not in CPU s)")
    if not quick:
        _print_imports()


def _print_row(title: str, program: str, cache: str = "") -> float:
    text = _MEASURED.format(program=program, heavy=_HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", text],
        env={**environ, "SALLYPORT_CACHE": cache} if cache else None,
        capture_output=True,
        text=True,
        check=True,
    )
    *numbers, heavy = done.stdout.strip().split("|")
    megabytes, peak, seconds, used = map(float, numbers)
    print(f"{title:40}{megabytes:8.1f}{peak:8.1f}{seconds:7.2f}{used:7.2f}  {heavy}", flush=True)
    return megabytes


def _print_imports() -> None:
    """Print where the time of importing Presidio goes, each module counted without what it imports itself."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import presidio_analyzer"],
        capture_output=True,
        text=True,
        check=True,
    )
    spent: Counter[str] = Counter()
    for microseconds, package in _TIMED_IMPORT.findall(done.stderr):
        spent[package] += int(microseconds)
    told = ", ".join(f"{package} {spent[package] / 1000:.0f}" for package, _ in spent.most_common(_PACKAGES_SHOWN))
    print(f"import presidio_analyzer, ms in each package: {told}; all {spent.total() / 1000:.0f}")
