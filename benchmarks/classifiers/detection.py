"""What is found and what is not: secrets and cards on public corpora, and everything on vendors' example bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from benchmarks.classifiers import corpora
from benchmarks.classifiers.engines import default_scanner, leaves_of
from benchmarks.classifiers.rules import DEFAULT_RULES
from benchmarks.classifiers.secrets_recall import secrets_recall
from classifiers import Part, Scanner, text_leaves

LEAST_OF_SECRETS: Mapping[str, float] = {"gitleaks": 0.95, "noseyparker": 0.90, "kingfisher": 0.80}
MOST_OF_NEGATIVES = 0.15
LEAST_OF_CARDS = 130 / 136
MOST_PER_100_KB = 1.0
_PLACES_SHOWN = 3


def run_secrets() -> None:
    """Print what part of the secrets of public corpora is found, and how many texts without any are flagged."""
    for corpus, measured in secrets_recall().items():
        wanted = f"targets {LEAST_OF_SECRETS[corpus]:.2f} and {MOST_OF_NEGATIVES:.2f}"
        is_short = (
            measured.found < measured.labelled * LEAST_OF_SECRETS[corpus]
            or measured.flagged > measured.clean * MOST_OF_NEGATIVES
        )
        print(f"{corpus:14}{measured}; {wanted}{' !' if is_short else ''}")


def run_cards() -> None:
    """Print recall and precision of payment cards on presidio-research."""
    if not corpora.is_there():
        return
    scanner = Scanner(["payment_card"])
    wanted = found = right = said = 0
    missed: list[str] = []
    for case in corpora.cases(corpora.RESEARCH):
        cards = [(start, end) for kind, start, end in case.entities if kind == "CREDIT_CARD"]
        spans = [
            (finding.span.start, finding.span.end)
            for finding in scanner.scan(text_leaves(case.text, Part.BODY))
            if finding.span
        ]
        hit = [card for card in cards if _overlaps(card, spans)]
        missed += [case.text[start:end] for start, end in cards if (start, end) not in hit]
        wanted += len(cards)
        found += len(hit)
        said += len(spans)
        right += sum(_overlaps(span, cards) for span in spans)
    print(f"cards of presidio-research: recall {found}/{wanted} = {found / wanted:.3f} (target {LEAST_OF_CARDS:.3f})")
    print(f"precision {right}/{said} = {right / said if said else 1:.3f} (target 1.000)")
    print(f"missed: {', '.join(missed) or 'none'}")


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def run_quality() -> None:
    """Print what the default rules find in vendors' example bodies: all of it is to be judged by hand."""
    if not corpora.is_there():
        return
    scanner = default_scanner(seconds=60)
    size = 0
    counts: Counter[str] = Counter()
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, body in corpora.payloads().items():
        size += len(body)
        for finding in scanner.scan(leaves_of(body)):
            counts[finding.label] += 1
            places[finding.label].append(f"{name} {finding.place.pointer}{' (name)' if finding.place.in_key else ''}")
    whole = counts.total()
    print(f"{size / 1000:.0f} KB of vendors' example bodies, {len(DEFAULT_RULES)} labels and families of default rules")
    print(f"{whole} findings, {whole / size * 1e5:.2f} in 100 KB (target: at most {MOST_PER_100_KB:g} that are false)")
    for label, count in counts.most_common():
        print(f"{label:34}{count:5}{count / size * 1e5:8.2f}  {'; '.join(places[label][:_PLACES_SHOWN])}")
