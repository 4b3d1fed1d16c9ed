"""Find the grant under which a plugin may ask for an operation. Without one it may not."""

from __future__ import annotations

from datetime import date

from connectors.model import Operation
from connectors.patterns import names
from gateway.domain.errors import NotGranted
from gateway.domain.grant import Grant, Plugin


def match_grant(plugin: Plugin, connector: str, operation: Operation, today: date) -> Grant:
    """Return the first grant of ``plugin`` that covers ``operation`` on ``today`` (in UTC).

    A grant covers what has its effect, so a pattern over reads never reaches a write.

    Raises:
        NotGranted: No grant covers it, or each that did has ended.
    """
    covering = [grant for grant in plugin.grants if _covers(grant, connector, operation)]
    for grant in covering:
        if grant.until is None or today <= grant.until:
            return grant
    ended = " The grant for it has ended." if covering else ""
    raise NotGranted(
        f"The plugin {plugin.id} has no grant to {operation.effect.value} "
        f"{connector}.{operation.id}.{ended} Its owner can ask for one."
    )


def _covers(grant: Grant, connector: str, operation: Operation) -> bool:
    return (
        grant.connector == connector
        and grant.effect is operation.effect
        and any(names(pattern, operation.id) for pattern in grant.operations)
    )
