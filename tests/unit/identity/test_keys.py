from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Protocol

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from gateway.domain.network import Network
from gateway.identity import keys as module
from gateway.identity.keys import BETWEEN_ATTEMPTS, BETWEEN_FETCHES, LIFETIME, STALE_LIMIT, Keys, KeysUnavailable
from gateway.outbound.client import Outbound, RawAnswer, Timeouts
from gateway.settings.model import IssuerSettings

Key = RSAKey | ECKey | OKPKey
KeysAt = Callable[..., Keys]


class Authority(Protocol):
    pages: dict[str, bytes]
    asked: list[str]
    arrived: asyncio.Event
    url: str


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def keys_at(outbound: Outbound, clock: Clock) -> AsyncIterator[KeysAt]:
    made: list[Keys] = []

    def make(*issuers: IssuerSettings) -> Keys:
        made.append(Keys(issuers, outbound, clock))
        return made[-1]

    yield make
    for keys in made:
        await keys.close()


def configured(authority: Authority) -> IssuerSettings:
    return IssuerSettings(issuer=authority.url, keys=f"{authority.url}/keys")


def one_key(key: Key, kid: str) -> bytes:
    return json.dumps({"keys": [{**key.as_dict(private=False), "kid": kid}]}).encode()


async def settled(keys: Keys) -> None:
    """Wait for what happens behind the scenes."""
    flights = [shelf.flight for shelf in keys._shelves.values() if shelf.flight is not None]
    await asyncio.gather(*flights)


async def test_keys_are_fetched_once_and_kept(authority: Authority, keys_at: KeysAt) -> None:
    keys = keys_at(configured(authority))

    found = await keys.of(authority.url, "ES256")

    assert "ES256" in found
    assert await keys.of(authority.url, "RS256") is found
    assert await keys.of(authority.url, None) is found
    assert authority.asked == ["/keys"]


async def test_many_callers_cause_one_fetch(authority: Authority, keys_at: KeysAt) -> None:
    keys = keys_at(configured(authority))

    await asyncio.gather(*(keys.of(authority.url, "ES256") for _ in range(50)))

    assert authority.asked == ["/keys"]


async def test_a_caller_who_leaves_does_not_end_the_fetch_for_others(authority: Authority, keys_at: KeysAt) -> None:
    keys = keys_at(configured(authority))
    impatient = asyncio.create_task(keys.of(authority.url, "ES256"))
    patient = asyncio.create_task(keys.of(authority.url, "ES256"))
    await authority.arrived.wait()
    impatient.cancel()

    assert "ES256" in await patient
    assert authority.asked == ["/keys"]


async def test_two_issuers_on_one_host_keep_their_keys_apart(
    authority: Authority, keys_at: KeysAt, signing_keys: Mapping[str, Key]
) -> None:
    authority.pages["/b/keys"] = one_key(signing_keys["RS256"], "b")
    first = configured(authority)
    second = IssuerSettings(issuer=f"{authority.url}/b", keys=f"{authority.url}/b/keys")
    keys = keys_at(first, second)

    of_first, of_second = await asyncio.gather(keys.of(first.issuer, None), keys.of(second.issuer, None))

    assert "b" not in of_first
    assert [key.kid for key in of_second.keys] == ["b"]


async def test_a_new_key_id_is_fetched_at_most_once_in_thirty_seconds(
    authority: Authority, keys_at: KeysAt, clock: Clock, signing_keys: Mapping[str, Key]
) -> None:
    keys = keys_at(configured(authority))
    await keys.of(authority.url, "ES256")
    authority.pages["/keys"] = one_key(signing_keys["ES256"], "rotated")

    clock.now += BETWEEN_FETCHES - 1
    assert "rotated" not in await keys.of(authority.url, "rotated")
    clock.now += 1
    assert "rotated" in await keys.of(authority.url, "rotated")
    for kid in ("x", "y", "z"):
        assert kid not in await keys.of(authority.url, kid)

    assert authority.asked == ["/keys", "/keys"]


async def test_old_keys_serve_while_new_ones_are_fetched(
    authority: Authority, keys_at: KeysAt, clock: Clock, signing_keys: Mapping[str, Key]
) -> None:
    keys = keys_at(configured(authority))
    old = await keys.of(authority.url, "ES256")
    authority.pages["/keys"] = one_key(signing_keys["ES256"], "rotated")
    clock.now += LIFETIME

    assert await keys.of(authority.url, "ES256") is old
    await settled(keys)

    assert "rotated" in await keys.of(authority.url, None)
    assert authority.asked == ["/keys", "/keys"]


async def test_old_keys_serve_through_an_outage_for_a_day(
    authority: Authority, keys_at: KeysAt, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    keys = keys_at(configured(authority))
    old = await keys.of(authority.url, "ES256")
    del authority.pages["/keys"]

    clock.now += STALE_LIMIT - 1
    assert await keys.of(authority.url, "ES256") is old
    with caplog.at_level(logging.WARNING):
        await settled(keys)
    assert await keys.of(authority.url, "ES256") is old  # and no further attempt yet
    clock.now += 1
    with pytest.raises(KeysUnavailable):
        await keys.of(authority.url, "ES256")

    assert authority.asked == ["/keys", "/keys"]
    assert "status 404" in caplog.text


async def test_a_key_id_unknown_during_an_outage_cannot_be_judged(
    authority: Authority, keys_at: KeysAt, clock: Clock
) -> None:
    keys = keys_at(configured(authority))
    await keys.of(authority.url, "ES256")
    authority.pages["/keys"] = b"<html>maintenance</html>"
    clock.now += BETWEEN_FETCHES

    with pytest.raises(KeysUnavailable):
        await keys.of(authority.url, "rotated")
    assert "ES256" in await keys.of(authority.url, "ES256")


async def test_without_any_keys_attempts_are_spaced(authority: Authority, keys_at: KeysAt, clock: Clock) -> None:
    page = authority.pages.pop("/keys")
    keys = keys_at(configured(authority))

    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            await keys.of(authority.url, "ES256")
    assert authority.asked == ["/keys"]

    authority.pages["/keys"] = page
    clock.now += BETWEEN_ATTEMPTS
    assert "ES256" in await keys.of(authority.url, "ES256")


async def test_an_issuer_that_cannot_be_reached_has_no_keys(keys_at: KeysAt, unused_tcp_port: int) -> None:
    issuer = IssuerSettings(issuer=f"http://127.0.0.1:{unused_tcp_port}")

    with pytest.raises(KeysUnavailable):
        await keys_at(issuer).of(issuer.issuer, "ES256")


async def test_a_key_set_larger_than_any_real_one_is_not_read(authority: Authority, keys_at: KeysAt) -> None:
    authority.pages["/keys"] = b" " * module.MAX_BYTES + authority.pages["/keys"]

    with pytest.raises(KeysUnavailable):
        await keys_at(configured(authority)).of(authority.url, "ES256")


async def test_keys_do_not_come_from_where_a_redirect_leads(
    keys_at: KeysAt, monkeypatch: pytest.MonkeyPatch, outbound: Outbound
) -> None:
    asked: list[str] = []

    async def redirected(
        method: str,
        url: str,
        *,
        network: Network,
        headers: object,
        content: bytes,
        timeouts: Timeouts,
        max_bytes: int,
    ) -> RawAnswer:
        asked.append(url)
        return RawAnswer(302, (("location", "https://evil.example/keys"),), b"")

    monkeypatch.setattr(outbound, "send", redirected)
    issuer = IssuerSettings(issuer="https://login.example.com", keys="https://login.example.com/keys")

    with pytest.raises(KeysUnavailable):
        await keys_at(issuer).of(issuer.issuer, "ES256")
    assert asked == ["https://login.example.com/keys"]


async def test_keys_come_from_the_network_that_the_configuration_names(authority: Authority, keys_at: KeysAt) -> None:
    issuer = IssuerSettings(issuer=authority.url, keys=f"{authority.url}/keys", network=Network.PRIVATE)

    with pytest.raises(KeysUnavailable):
        await keys_at(issuer).of(issuer.issuer, "ES256")
    assert authority.asked == []


@pytest.mark.parametrize("keys", ["https://10.0.0.5/keys", "https://169.254.169.254/keys", "https://127.1/keys"])
async def test_an_issuers_metadata_names_no_other_network(
    authority: Authority, keys_at: KeysAt, caplog: pytest.LogCaptureFixture, keys: str
) -> None:
    document = json.dumps({"issuer": authority.url, "jwks_uri": keys}).encode()
    authority.pages["/.well-known/oauth-authorization-server"] = document

    with pytest.raises(KeysUnavailable):
        await keys_at(IssuerSettings(issuer=authority.url)).of(authority.url, "ES256")
    assert "AddressRefused" in caplog.text


@pytest.mark.parametrize("place", ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"])
async def test_the_issuers_metadata_tells_where_its_keys_are(authority: Authority, keys_at: KeysAt, place: str) -> None:
    authority.pages[place] = json.dumps({"issuer": authority.url, "jwks_uri": f"{authority.url}/keys"}).encode()

    found = await keys_at(IssuerSettings(issuer=authority.url)).of(authority.url, "ES256")

    assert "ES256" in found
    assert authority.asked[-2:] == [place, "/keys"]


async def test_another_issuers_metadata_leads_nowhere(authority: Authority, keys_at: KeysAt) -> None:
    for place in ("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"):
        authority.pages[place] = json.dumps(
            {"issuer": "https://evil.example", "jwks_uri": f"{authority.url}/keys"}
        ).encode()

    with pytest.raises(KeysUnavailable):
        await keys_at(IssuerSettings(issuer=authority.url)).of(authority.url, "ES256")
    assert "/keys" not in authority.asked


async def test_closing_ends_what_is_under_way(authority: Authority, keys_at: KeysAt) -> None:
    keys = keys_at(configured(authority))
    waiting = asyncio.create_task(keys.of(authority.url, "ES256"))
    await authority.arrived.wait()

    await keys.close()

    with pytest.raises(asyncio.CancelledError):
        await waiting
