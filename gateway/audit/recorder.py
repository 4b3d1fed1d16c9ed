"""Passages into the log: what the pipeline calls, and what is recorded of it.

Once begun a recording ends: ``AuditLog.append`` takes a record before it first waits, so a client that leaves
takes nothing with it. Before there is a caller nothing durable is written: whoever has no token could fill the
disk otherwise. Those requests are counted.
"""

from __future__ import annotations

from enum import StrEnum

from gateway.audit.events import intent, outcome
from gateway.audit.hashing import Hasher
from gateway.audit.log import AuditLog
from gateway.domain.errors import Refusal, Unauthenticated
from gateway.domain.passage import Passage
from gateway.telemetry.metrics import UNAUTHENTICATED


class ConfigurationEvent(StrEnum):
    """Why a configuration came to be in force."""

    START = "start"
    RELOAD = "reload"


class Recorder:
    """Writes what becomes of passages. Each method returns once its record is durable."""

    def __init__(self, log: AuditLog, hasher: Hasher) -> None:
        self._log = log
        self._hasher = hasher

    async def record_intent(self, passage: Passage) -> None:
        """Return once the intent is durable. Raises ``AuditUnavailable``."""
        await self._log.append(intent(passage, self._hasher))

    async def record_outcome(self, passage: Passage) -> None:
        """Return once the outcome is durable; before there is a caller, count it only. Raises ``AuditUnavailable``."""
        if passage.caller is None:
            UNAUTHENTICATED.labels(_reason(passage.refusal)).inc()
            return
        await self._log.append(outcome(passage, self._hasher))

    async def record_configuration(self, digest: str, event: ConfigurationEvent) -> None:
        """Return once it is durable which configuration is in force from now on. Raises ``AuditUnavailable``."""
        await self._log.append({"kind": "configuration", "policy": digest, "event": event.value})


def _reason(refusal: Refusal | None) -> str:
    """Return a metric's label. Why nobody was identified is from a closed list, and is told here only."""
    if isinstance(refusal, Unauthenticated):
        return refusal.cause
    return refusal.slug if refusal else "abandoned"
