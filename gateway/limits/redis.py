"""The limiter that replicas share: one script, all claims, one round trip, by the clock of Redis.

Redis may be emptied at any moment, and limits then restart as exhausted, not as full. A key without state belongs
to an account that was never used or to one that was forgotten, and nobody can tell which; so one key without a
lifetime, the epoch, says since when nothing was forgotten. Where it is missing the script sets it to now, and
an account without state counts as exhausted at the epoch: it refills at its rate from then.

The very first start cannot be told from a flush. To open limits at once on installation, an operator runs

    SET {sallyport:limits}:epoch 0

What this does not see: a Redis that evicts single keys (run it with ``maxmemory-policy noeviction``), and one
that is restored from an old snapshot or fails over to a replica that lagged behind. Delete the epoch then.
"""

from __future__ import annotations

import hmac
from typing import cast

from gateway.domain.decision import Claim
from gateway.domain.errors import LimitsUnavailable
from gateway.keyring.keyring import Keyring
from gateway.limits.gcra import Quota
from gateway.limits.limiter import count, settle
from gateway.volatile.redis import RedisStore
from gateway.volatile.store import VolatileUnavailable

# The braces are a hash tag: every key of a decision lies in one slot of a Cluster, or the script could not run.
_PREFIX = "{sallyport:limits}:"
EPOCH_KEY = f"{_PREFIX}epoch"

# ``gcra.arrive`` for every claim; only if all conform is anything kept. Lua prints large numbers as 1.7e+15, so
# they are formatted. Microseconds since 1970 plus the longest window stay below 2**53, where doubles are exact.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local epoch = tonumber(redis.call('GET', KEYS[1]) or '')
if not epoch then
  epoch = now
  redis.call('SET', KEYS[1], string.format('%.0f', now))
end
local waits, fresh, conforms = {}, {}, true
for claim = 1, #KEYS - 1 do
  local key, interval, burst = KEYS[claim + 1], tonumber(ARGV[2 * claim - 1]), tonumber(ARGV[2 * claim])
  local window = interval * burst
  local tat = fresh[key] or tonumber(redis.call('GET', key) or '') or epoch + window
  local due = math.min(tat, now + window)
  local wait = due - (window - interval) - now
  waits[claim] = math.max(wait, 0)
  if wait > 0 then
    conforms = false
  else
    fresh[key] = math.max(due, now) + interval
  end
end
if conforms then
  for key, tat in pairs(fresh) do
    redis.call('SET', key, string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000))
  end
end
return waits
"""


class RedisLimiter:
    """Counts on Redis. Replicas that share it share a master key too, or they would count apart."""

    def __init__(self, store: RedisStore, keyring: Keyring) -> None:
        self._take = store.script(_TAKE)
        self._digest_key = keyring.derive("limits/claim")

    async def take(self, claims: tuple[Claim, ...]) -> None:
        if not claims:
            return  # a read goes on while Redis is down
        keys = [EPOCH_KEY, *(self._key(claim) for claim in claims)]
        arguments: list[int | str] = []
        for quota in (Quota.of(claim.rate) for claim in claims):
            arguments += (quota.interval, quota.burst)
        try:
            waits = cast("list[int]", await self._take(keys, arguments))
        except VolatileUnavailable as unavailable:
            count(claims, "unavailable")
            raise LimitsUnavailable(cause=str(unavailable)) from unavailable
        settle(claims, waits)

    def _key(self, claim: Claim) -> str:
        """Return a name that tells nobody who reads Redis which user acts."""
        parts = [claim.rule, *(part for pair in claim.key for part in pair)]
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
        return _PREFIX + hmac.digest(self._digest_key, message, "sha256").hex()
