"""However many users, plugins and replicas meet, and whatever happens to the store: to each their own token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from hypothesis import given
from hypothesis import strategies as st

from gateway.delegation.delegator import Delegator
from gateway.delegation.strategy import Obtained, Target
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.passage import Delegation
from gateway.domain.secret import Secret
from gateway.keyring.keyring import Keyring
from gateway.volatile.memory import MemoryStore
from gateway.volatile.store import VolatileUnavailable
from tests.unit.delegation.parties import ENDPOINT, Clock, caller, connector

# Names that could be mistaken for each other if they were joined carelessly.
USERS = ("alice", "bob", "a", "alic", "alice\x00")
PLUGINS = ("summariser", "esummariser", "b")
CONNECTORS = ("tickets", "payroll")


class HostileStore(MemoryStore):
    """Lets others run before each step, fails now and then, and is tampered with by someone who may write to it."""

    def __init__(self, clock: Clock, pauses: Iterator[int], failures: Iterator[bool]) -> None:
        super().__init__(clock.seconds)
        self._pauses = pauses
        self._failures = failures

    async def get(self, key: str) -> bytes | None:
        await self._before()
        return await super().get(key)

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        await self._before()
        await super().set(key, value, ttl_seconds)
        self._swap()

    async def _before(self) -> None:
        for _ in range(next(self._pauses)):
            await asyncio.sleep(0)
        if next(self._failures):
            raise VolatileUnavailable("now and then")

    def _swap(self) -> None:
        """Give the first record to the last key, and the other way round."""
        if next(self._pauses) > 2 and len(self._entries) > 1:
            first, *_, last = self._entries
            self._entries[first], self._entries[last] = self._entries[last], self._entries[first]


class SlowMint:
    """An authorization server whose tokens say whose they are."""

    target = Target("token_exchange", ENDPOINT, "digest", audience="a", scopes=("read",))

    def __init__(self, pauses: Iterator[int]) -> None:
        self._pauses = pauses
        self._count = 0

    async def obtain(self, caller: Caller, connector: Connector) -> Obtained:
        for _ in range(next(self._pauses)):
            await asyncio.sleep(0)
        self._count += 1
        return Obtained(Secret(f"{owner(caller, connector)}#{self._count}"), "Bearer", ("read",), 3600)


@dataclass(frozen=True)
class Call:
    user: str
    plugin: str
    connector: str
    replica: int
    token: int
    is_rejected: bool
    is_cancelled: bool


calls = st.builds(
    Call,
    user=st.sampled_from(USERS),
    plugin=st.sampled_from(PLUGINS),
    connector=st.sampled_from(CONNECTORS),
    replica=st.integers(0, 2),
    token=st.integers(0, 1),
    is_rejected=st.booleans(),
    is_cancelled=st.integers(0, 7).map(lambda number: number == 0),
)


def owner(who: Caller, what: Connector) -> str:
    return repr((who.user.subject, who.plugin.id, what.name))


@given(
    st.lists(calls, min_size=1, max_size=30),
    st.lists(st.integers(0, 3), min_size=1, max_size=20),
    st.lists(st.integers(0, 9).map(lambda number: number == 0), min_size=1, max_size=20),
)
def test_every_token_is_that_of_its_own_caller(schedule: list[Call], pauses: list[int], failures: list[bool]) -> None:
    asyncio.run(carry_out(schedule, cycle(pauses), cycle([*failures, False])))


async def carry_out(schedule: list[Call], pauses: Iterator[int], failures: Iterator[bool]) -> None:
    clock = Clock()
    store = HostileStore(clock, pauses, failures)
    mint = SlowMint(pauses)

    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    strategies = dict.fromkeys(CONNECTORS, mint)
    replicas = [Delegator(strategies, store, Keyring(bytes(32)), clock, sleep) for _ in range(3)]
    tasks = [asyncio.create_task(one(replicas[call.replica], call)) for call in schedule]
    await asyncio.sleep(0)
    for task, call in zip(tasks, schedule, strict=True):
        if call.is_cancelled:
            task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        assert outcome is None or isinstance(outcome, asyncio.CancelledError), outcome


async def one(delegator: Delegator, call: Call) -> None:
    who = caller(call.user, call.plugin, token=f"{call.user}-{call.plugin}-{call.token}")
    what = connector(call.connector)
    delegation = await delegator.delegate(who, what)
    insist(delegation, who, what)
    if call.is_rejected:
        replacement = await delegator.delegate(who, what, delegation)
        insist(replacement, who, what)
        assert replacement.token != delegation.token


def insist(delegation: Delegation, who: Caller, what: Connector) -> None:
    assert delegation.token.reveal().startswith(f"{owner(who, what)}#")
