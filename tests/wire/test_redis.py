"""What replicas share may vanish at any time: writes that it guards refuse, quickly; everything else goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from gateway.limits.redis import EPOCH_KEY
from tests.gateway_process import serving_process
from tests.gateways import Deployment, serving
from tests.notes import Spoken, deployment_of, recorded, result_of, speak, token_for
from tests.servers.oidc import AuthorizationServer
from tests.servers.redis import RedisProcess
from tests.servers.upstream import answering, upstream

# A write is to be refused within a second, and each question to Redis within a quarter of one. What this bound tells
# apart is redis-py's own way: ten more tries, and ten seconds. It leaves a busy machine its time.
AT_ONCE_SECONDS = 3

RULES = """
- id: three-writes
  owner: platform@example.com
  because: An agent in a loop is stopped.
  effect: write
  limit: {rate: 1/day, burst: 3, per: [plugin, user]}
"""
FREE = "[]"


@pytest.fixture
def redis() -> Iterator[RedisProcess]:
    """Yield a Redis whose limits are open, as an operator's are once it has run for a while."""
    with RedisProcess() as server:
        open_limits(server)
        yield server


def open_limits(redis: RedisProcess) -> None:
    with redis.client() as client:
        client.set(EPOCH_KEY, 0)


def sharing(
    folder: Path, authorization_server: AuthorizationServer, url: str, redis: RedisProcess, rules: str = RULES
) -> Deployment:
    """Return a deployment whose files are written, with Redis and the key that replicas share."""
    deployment = deployment_of(
        folder,
        authorization_server,
        url,
        rules=rules,
        more=f"redis: {redis.url}\nkey: file:key",
        issuer_more="audience: 'https://sallyport.example.com/{connector}'",
    )
    key = folder / "key"
    key.write_text("the same for every replica, and secret")
    key.chmod(0o600)
    deployment.write()
    return deployment


async def token_of(authorization_server: AuthorizationServer, user: str = "alice") -> str:
    """Return a token that every replica accepts."""
    audience = "https://sallyport.example.com/notes"
    return await authorization_server.token(user=user, plugin="summariser", audience=audience)


async def a_write(deployment: Deployment, token: str) -> Spoken:
    async with asyncio.timeout(AT_ONCE_SECONDS):
        return await speak(
            deployment.url, "POST", "/notes/notes", bearer=token, body=b"{}", content_type="application/json"
        )


async def a_read(deployment: Deployment, token: str) -> Spoken:
    async with asyncio.timeout(AT_ONCE_SECONDS):
        return await speak(deployment.url, "GET", "/notes/notes/1", bearer=token)


async def test_limits_and_tokens_are_shared_by_gateways_that_share_a_redis(
    tmp_path: Path, authorization_server: AuthorizationServer, redis: RedisProcess
) -> None:
    async with upstream(answering(b"{}")) as server, AsyncExitStack() as stack:
        replicas = [sharing(tmp_path / name, authorization_server, server.url, redis) for name in ("a", "b")]
        for each in replicas:
            await stack.enter_async_context(serving_process(each.path))
        first, second = replicas
        alices, bobs = await token_of(authorization_server, "alice"), await token_of(authorization_server, "bob")

        passed = [await a_write(each, alices) for each in (first, second, first)]
        refused = [await a_write(each, alices) for each in (second, first)]
        of_others = [await a_write(second, bobs), await a_read(second, alices)]
        writes_of_alice = len(server.received()) - len(of_others)

    assert [answer.status for answer in passed] == [200, 200, 200]
    assert [(answer.status, answer.slug) for answer in refused] == [(429, "write-limit")] * 2
    for answer in refused:
        assert answer.problem["rules"] == ["three-writes"]
        assert 0 < int(answer.header("retry-after") or 0) <= 24 * 60 * 60
    assert [answer.status for answer in of_others] == [200, 200]
    assert writes_of_alice == 3
    exchanged = [exchange.user for exchange in await authorization_server.exchanges()]
    assert exchanged == ["alice", "bob"]  # once for each, by one replica for all


async def test_nothing_in_redis_tells_a_token_or_a_user(
    tmp_path: Path, authorization_server: AuthorizationServer, redis: RedisProcess
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = sharing(tmp_path, authorization_server, server.url, redis)
        async with serving(deployment):
            token = await token_of(authorization_server)
            assert (await a_write(deployment, token)).status == 200
        (reached,) = server.received()
    exchanged = (reached.header("authorization") or "").removeprefix("Bearer ").encode()
    with redis.client() as client:
        keys = [key for key in client.scan_iter() if key != EPOCH_KEY.encode()]
        kept = b"\n".join([*keys, *(client.get(key) or b"" for key in keys)])
    assert len(keys) == 2  # an account of the limit, and a token
    for secret in (exchanged, token.encode(), b"alice", b"summariser", b"notes"):
        assert secret not in kept


@pytest.mark.parametrize("lose", [RedisProcess.stop, RedisProcess.pause])
async def test_without_redis_a_limited_write_is_refused_at_once_and_reads_go_on(
    tmp_path: Path,
    authorization_server: AuthorizationServer,
    redis: RedisProcess,
    lose: Callable[[RedisProcess], None],
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = sharing(tmp_path, authorization_server, server.url, redis)
        async with serving(deployment):
            token = await token_of(authorization_server)
            assert (await a_write(deployment, token)).status == 200
            lose(redis)
            refused = await a_write(deployment, token)
            sent_by_then = len(server.received())
            read = await a_read(deployment, token)
    assert (refused.status, refused.slug) == (503, "limits-unavailable")
    assert "executed" not in refused.problem
    assert sent_by_then == 1
    assert read.status == 200
    refusal = recorded(deployment)[2]
    assert (refusal["kind"], result_of(refusal)["refusal"]) == ("refusal", "limits-unavailable")
    assert redis.url not in str(refusal)


@pytest.mark.parametrize("lose", [RedisProcess.stop, RedisProcess.pause])
async def test_without_redis_what_is_not_limited_goes_on_with_a_token_of_its_own(
    tmp_path: Path,
    authorization_server: AuthorizationServer,
    redis: RedisProcess,
    lose: Callable[[RedisProcess], None],
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = sharing(tmp_path, authorization_server, server.url, redis, FREE)
        async with serving(deployment):
            token = await token_of(authorization_server)
            lose(redis)
            answers = [await a_read(deployment, token), await a_write(deployment, token)]
    assert [answer.status for answer in answers] == [200, 200]
    users = [exchange.user for exchange in await authorization_server.exchanges()]
    assert users == ["alice", "alice"]  # there is nowhere to keep one


async def test_once_redis_is_back_limited_writes_go_on(
    tmp_path: Path, authorization_server: AuthorizationServer, redis: RedisProcess
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = sharing(tmp_path, authorization_server, server.url, redis)
        async with serving(deployment):
            token = await token_of(authorization_server)
            redis.stop()
            refused = await a_write(deployment, token)
            redis.start()
            open_limits(redis)
            passed = await a_write(deployment, token)
    assert (refused.slug, passed.status) == ("limits-unavailable", 200)


async def test_a_flushed_redis_gives_nobody_a_second_burst(
    tmp_path: Path, authorization_server: AuthorizationServer, redis: RedisProcess
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = sharing(tmp_path, authorization_server, server.url, redis)
        async with serving(deployment):
            token = await token_of(authorization_server)
            before = await a_write(deployment, token)
            redis.flush()
            after = [await a_write(deployment, token) for _ in range(2)]
            read = await a_read(deployment, token)
    assert before.status == 200
    assert [(answer.status, answer.slug) for answer in after] == [(429, "write-limit")] * 2
    assert read.status == 200


async def test_a_gateway_begins_without_its_redis(
    tmp_path: Path, authorization_server: AuthorizationServer, redis: RedisProcess
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = sharing(tmp_path, authorization_server, server.url, redis)
        redis.stop()
        async with serving(deployment):
            token = await token_of(authorization_server)
            answers = [await a_read(deployment, token), await a_write(deployment, token)]
    assert [answer.status for answer in answers] == [200, 503]


async def test_without_a_redis_limits_and_tokens_are_kept_in_the_process(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async with upstream(answering(b"{}")) as server:
        deployment = deployment_of(tmp_path, authorization_server, server.url, rules=RULES)
        async with serving(deployment):
            token = await token_for(deployment, authorization_server)
            answers = [await a_write(deployment, token) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert len(await authorization_server.exchanges()) == 1
