"""What part of the secrets of public corpora is found, what is flagged without one, and what hostile texts cost.

The corpora are not part of this project: see ``corpora.py``. Each case is one text without names around it; it counts
as found if a secret lies in a place that was labelled.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from benchmarks.classifiers import corpora
from classifiers import Part, Scanner, json_leaves, text_leaves
from classifiers.budget import Budget
from classifiers.detector import FieldDetector, Text
from classifiers.recognizers.secrets.detectors import secret_detectors
from classifiers.recognizers.secrets.vocabulary import secret_labels

_AMPLE_SECONDS = 60.0
_PROSE = re.compile(r"\.(?:md|rst)$|LICEN[CS]E|COPYING|copyright|METADATA")
_HOSTILE_LENGTH = 40_000
_HOSTILE = (
    "a",
    "-",
    ".",
    "key=",
    "pass ",
    "password=",
    'password = "',
    "token: a",
    "AccountKey=",
    "-----BEGIN PRIVATE KEY-----",
    '{"kty":"RSA",',
    "eyJ.",
    "eyJa.eyJa.a ",
    "a://a:b",
    "Server=a;Password=a;",
    "sv=2020-01-01&sig=",
    "basic a",
    "-u a:",
    "asana ",
    "asana_",
    "ghp_",
    "glpat-",
    "sk-",
    "12345678:AA",
    "login a password ",
    "LS0tLS1CRUdJTi",
    "ZXlK",
    "$6$a",
)


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the labelled secrets were found, and how many texts without one were flagged."""

    found: int
    labelled: int
    flagged: int
    clean: int

    def __str__(self) -> str:
        return (
            f"recall {self.found / self.labelled:.3f} ({self.found} of {self.labelled}), "
            f"negatives flagged {self.flagged / self.clean:.3f} ({self.flagged} of {self.clean})"
        )


def secrets_recall() -> dict[str, Recall]:
    """Return the numbers for each corpus; none where the corpora are not."""
    if not corpora.is_there():
        return {}
    scanner = Scanner(["secret"], budget_seconds=_AMPLE_SECONDS)
    return {name: _recall(scanner, name) for name in corpora.SECRETS}


def findings_in_payloads() -> int:
    """Return how many secrets are found in vendors' published examples of response bodies."""
    scanner = Scanner(["secret"], budget_seconds=_AMPLE_SECONDS)
    return sum(len(scanner.scan(json_leaves(orjson.loads(body)))) for body in corpora.payloads().values())


def findings_in_prose(directory: Path) -> tuple[int, int]:
    """Return how many secrets are found in the Markdown and licences below a directory, and in how many characters."""
    scanner = Scanner(["secret"], budget_seconds=_AMPLE_SECONDS)
    found = length = 0
    for path in sorted(directory.rglob("*")):
        if path.is_file() and _PROSE.search(path.name):
            text = path.read_text(encoding="utf-8", errors="replace")
            length += len(text)
            found += len(scanner.scan(text_leaves(text, Part.BODY)))
    return found, length


def slowest() -> Mapping[str, float]:
    """Return the milliseconds that the slowest detector takes for each of some texts of 40 KB made to be slow."""
    detectors = secret_detectors([name for name, *_ in secret_labels()])
    asked = [each for each in detectors if not isinstance(each, FieldDetector)]
    taken: dict[str, float] = {}
    for piece in _HOSTILE:
        text = Text((piece * _HOSTILE_LENGTH)[:_HOSTILE_LENGTH])
        for each in asked:
            start = time.thread_time()
            for _ in each.find(text, Budget(_AMPLE_SECONDS)):
                pass
            taken[piece] = max(taken.get(piece, 0.0), (time.thread_time() - start) * 1_000)
    return taken


def _recall(scanner: Scanner, name: str) -> Recall:
    found = labelled = flagged = clean = 0
    for case in corpora.cases(name):
        findings = scanner.scan(text_leaves(case.text, Part.BODY))
        spans = [(0, len(case.text)) if each.span is None else (each.span.start, each.span.end) for each in findings]
        if case.entities:
            labelled += 1
            found += any(start < last and first < end for start, end in spans for _, first, last in case.entities)
        else:
            clean += 1
            flagged += bool(spans)
    return Recall(found, labelled, flagged, clean)


if __name__ == "__main__":
    for corpus, recall in secrets_recall().items():
        print(f"{corpus:14}{recall}")
    for piece, milliseconds in sorted(slowest().items(), key=lambda item: -item[1])[:5]:
        print(f"{piece!r:30}{milliseconds:6.1f} ms")
