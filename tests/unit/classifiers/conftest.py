"""One scanner for all labels: making it takes seconds, and it has no state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers import Finding, Scanner, json_leaves

AMPLE_SECONDS = 60.0


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    return Scanner(budget_seconds=AMPLE_SECONDS)


@pytest.fixture(scope="session")
def found(scanner: Scanner) -> Callable[[object], set[str]]:
    """Return what labels are found in a JSON document."""

    def labels(document: object) -> set[str]:
        return {finding.label for finding in scanner.scan(json_leaves(document))}

    return labels


@pytest.fixture(scope="session")
def findings(scanner: Scanner) -> Callable[[object], list[Finding]]:
    return lambda document: scanner.scan(json_leaves(document))
