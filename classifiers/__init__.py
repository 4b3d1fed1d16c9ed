"""Text in, findings out: regulated data and secrets, by Presidio's recognisers and our own. Knows no gateway.

    scanner = Scanner(["national_id", "payment_card", "secret"])
    findings = scanner.scan(json_leaves({"customer": {"ssn": "536-90-4399"}}))

Nothing heavy is imported before the first ``Scanner`` that needs it is made.
"""

from classifiers.finding import Finding, Leaf, NotInspected, Part, Place, Span, in_family
from classifiers.labels import FAMILIES, LABELS, Label
from classifiers.leaves import json_leaves, pair_leaves, text_leaves
from classifiers.scanner import Scanner

__all__ = [
    "FAMILIES",
    "LABELS",
    "Finding",
    "Label",
    "Leaf",
    "NotInspected",
    "Part",
    "Place",
    "Scanner",
    "Span",
    "in_family",
    "json_leaves",
    "pair_leaves",
    "text_leaves",
]
