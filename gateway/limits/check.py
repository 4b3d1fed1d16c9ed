"""What the shape of the configuration cannot know of write limits."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.mistake import Mistake
from gateway.domain.rule import Rule
from gateway.limits.gcra import Quota


def check(rules: Sequence[Rule]) -> list[Mistake]:
    """Return a mistake for each limit that cannot be counted."""
    mistakes = []
    for index, rule in enumerate(rules):
        if rule.limit is None:
            continue
        try:
            Quota.of(rule.limit)
        except ValueError:
            mistakes.append(
                Mistake(
                    ("rules", index, "limit"),
                    "expected a burst that refills within 142 years, at an interval of a microsecond or more",
                    "a smaller burst, or a higher rate",
                )
            )
    return mistakes
