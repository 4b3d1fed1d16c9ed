"""One request for one token, however many wait for it: within this process, and across replicas.

Within a process, waiting is shared and leaving is not: who is cancelled takes nobody with them. Across replicas it
is a courtesy with bounds: whoever cannot wait any longer, or has no store to meet the others in, makes their own.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterable
from typing import Generic, TypeVar

from gateway.volatile.store import VolatileStore

LEASE_SECONDS = 10  # twice the default time-out of a token endpoint: a replica that died is waited for no longer
PATIENCE = (0.01, 0.02, 0.04, 0.08, *[0.1] * 19)
"""Pauses between two looks, in seconds; 2.05 in all. An exchange takes 20 to 500 ms."""

Sleep = Callable[[float], Awaitable[None]]

_T = TypeVar("_T")


class SingleFlight(Generic[_T]):
    """At most one making for each key at a time in this process. All who join get its result, or its error."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, asyncio.Task[_T]] = {}

    async def join(self, key: Hashable, make: Callable[[], Coroutine[None, None, _T]]) -> tuple[_T, bool]:
        """Return what is made, and whether this call had it made."""
        flight = self._flights.get(key)
        leads = flight is None
        if flight is None:
            flight = self._flights[key] = asyncio.create_task(make())
            flight.add_done_callback(lambda landed: self._land(key, landed))
        return await asyncio.shield(flight), leads

    def _land(self, key: Hashable, flight: asyncio.Task[_T]) -> None:
        """Forget a flight before anyone who waited for it runs on; they may start the next one."""
        del self._flights[key]
        if not flight.cancelled():
            flight.exception()  # seen, also when everyone has left


async def once_across_replicas(
    store: VolatileStore,
    claim: str,
    find: Callable[[], Awaitable[_T | None]],
    make: Callable[[], Awaitable[_T]],
    sleep: Sleep = asyncio.sleep,
    patience: Iterable[float] = PATIENCE,
) -> _T:
    """Return what ``find`` finds once another replica made it, else what ``make`` makes.

    Args:
        store: Where replicas meet.
        claim: The key under which one of them says that it is making.
        find: Looks for what was made; asked again after each pause.
        make: Makes it and puts it where ``find`` looks.
    """
    owner = secrets.token_hex(16)
    for pause in patience:
        if await store.claim(claim, owner, LEASE_SECONDS):
            break
        await sleep(pause)
        found = await find()
        if found is not None:
            return found
    try:
        found = await find()  # it may have been made between the caller's look and the claim
        return await make() if found is None else found
    finally:
        await store.release(claim, owner)  # nobody else's: who lost patience holds none
