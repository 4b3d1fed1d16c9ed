"""Why something was found: by what, how surely, and what would have been missed. Nothing of the text itself."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.finding import Finding
from classifiers.scanner import THRESHOLD
from gateway.cli.scanning.sought import Sought
from gateway.domain.json import Json

_WIDTH = 10


def explanation(finding: Finding, sought: Sought) -> str:
    """Return a paragraph of indented lines."""
    return "\n".join(f"  {topic:<{_WIDTH}}{told}" for topic, told in _lines(finding, sought))


def evidence_document(finding: Finding, sought: Sought) -> dict[str, Json]:
    """Return the same for programs."""
    evidence = finding.evidence
    return {
        "title": sought.title(finding.label),
        "pattern": evidence.pattern,
        "is_checked": evidence.is_checked,
        "context": evidence.context or None,
        "score_without_context": evidence.base,
        "reading": evidence.reading or None,
        "misses": sought.misses(finding.label) or None,
    }


def _lines(finding: Finding, sought: Sought) -> Iterator[tuple[str, str]]:
    evidence = finding.evidence
    yield "title", sought.title(finding.label)
    yield "found by", finding.recognizer + (f', pattern "{evidence.pattern}"' if evidence.pattern else "")
    right = "its check digit, checksum or structure is right"
    yield "checked", right if evidence.is_checked else "no check digit, checksum or structure"
    yield "context", _context(finding)
    yield "read as", evidence.reading or "it stands"
    if misses := sought.misses(finding.label):
        yield "misses", misses


def _context(finding: Finding) -> str:
    word, base = finding.evidence.context, finding.evidence.base
    if not word:
        return f"no word counted; the score is {finding.score:.2f}"
    if base is None:
        return f'"{word}"; the score is {finding.score:.2f}'
    without = f"{base:.2f}" if base >= THRESHOLD else f"{base:.2f}, too little to be found"
    return f'"{word}"; the score is {finding.score:.2f}, without the word {without}'
