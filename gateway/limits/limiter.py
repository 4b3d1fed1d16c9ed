"""Counting one act against its claims, wherever the counts are kept.

A limiter promises that all claims are counted or none, atomically, also against other replicas; and that an act
it could not count is refused. Which claims a call has is for policy to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from gateway.domain.decision import Claim
from gateway.domain.errors import WriteLimit
from gateway.limits.gcra import MICROSECONDS
from gateway.telemetry.metrics import WRITE_LIMIT


class Limiter(Protocol):
    """Where acts are counted."""

    async def take(self, claims: tuple[Claim, ...]) -> None:
        """Count one act against every claim, or against none. Without claims nothing is asked of anyone.

        Raises:
            WriteLimit: One is exhausted.
            LimitsUnavailable: They cannot be counted now.
        """


def settle(claims: tuple[Claim, ...], waits: Sequence[int]) -> None:
    """Return where no claim had to wait; ``waits`` are microseconds, in the order of ``claims``.

    Raises:
        WriteLimit: It names the exhausted rules, and when the last of them has room again.
    """
    exhausted = [claim for claim, wait in zip(claims, waits, strict=True) if wait > 0]
    if not exhausted:
        count(claims, "taken")
        return
    count(exhausted, "exhausted")
    seconds = -(-max(waits) // MICROSECONDS)  # rounded up: asking earlier would be refused again
    rules = tuple(dict.fromkeys(claim.rule for claim in exhausted))
    raise WriteLimit(
        f"The write limit of {' and of '.join(rules)} is exhausted. Try again in {seconds} s.",
        rules=rules,
        headers=(("retry-after", str(seconds)),),
    )


def count(claims: Iterable[Claim], verdict: str) -> None:
    """Count ``verdict`` in the metrics, under the scope that each claim's rate is per."""
    for claim in claims:
        WRITE_LIMIT.labels(scope="+".join(claim.rate.per), verdict=verdict).inc()
