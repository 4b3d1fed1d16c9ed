from __future__ import annotations

import asyncio
import gc
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.app import running
from gateway.app.checking import Checked, load_checked
from gateway.app.running import Gateway, NotReloadable
from gateway.domain.errors import AuditUnavailable
from gateway.settings.mistakes import InvalidConfiguration
from gateway.telemetry.metrics import REGISTRY
from tests.gateways import Deployment, serving
from tests.notes import deployment_of, speak, token_for
from tests.servers.calls import call
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import JSON_HEAD, Upstream, upstream

CARDS = "[{id: no-cards, owner: me, because: so, labels: [payment_card], action: redact}]"


@pytest.fixture
async def gateway(deployment: Deployment) -> AsyncIterator[Gateway]:
    async with serving(deployment) as running_gateway:
        yield running_gateway


def reloads(result: str) -> float:
    return REGISTRY.get_sample_value("sallyport_configuration_reload_total", {"result": result}) or 0


def in_force() -> set[str]:
    families = {metric.name: metric for metric in REGISTRY.collect()}
    return {sample.labels["digest"] for sample in families["sallyport_configuration_info"].samples}


async def test_a_reload_puts_what_is_written_in_force(gateway: Gateway, deployment: Deployment) -> None:
    before, loaded = gateway.settings.digest, reloads("loaded")
    await gateway.reload(replace(deployment, rules=CARDS).write())
    assert [rule.id for rule in gateway.settings.rules] == ["no-cards"]
    assert gateway.settings.digest != before
    assert in_force() == {gateway.settings.digest}
    assert reloads("loaded") == loaded + 1


@pytest.mark.parametrize("rules", ["[{id: half}]", "[{id: a, owner: b, because: c, require: 'nonsense ==='}]"])
async def test_a_configuration_with_mistakes_changes_nothing(
    gateway: Gateway, deployment: Deployment, rules: str
) -> None:
    before, refused = gateway.settings, reloads("refused")
    with pytest.raises(InvalidConfiguration):
        await gateway.reload(replace(deployment, rules=rules).write())
    assert gateway.settings is before
    assert in_force() == {before.digest}
    assert reloads("refused") == refused + 1


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("listen: 127.0.0.1:", "listen: 127.0.0.2:", "listen"),
        ("admin: 127.0.0.1:", "admin: 127.0.0.2:", "admin"),
        ("directory: audit", "directory: elsewhere", "audit"),
        ("plugins: plugins/", "plugins: plugins/\nkey: file:secrets/key", "key"),
        ("rules: rules/", "rules: rules/\nkey: file:secrets/key\nredis: redis://127.0.0.1:9/0", "key, redis"),
    ],
)
async def test_what_is_read_at_the_start_only_cannot_be_reloaded(
    gateway: Gateway, deployment: Deployment, old: str, new: str, named: str
) -> None:
    before = gateway.settings
    (deployment.folder / "secrets" / "key").write_text("k" * 32)
    deployment.path.write_text(deployment.path.read_text().replace(old, new))
    with pytest.raises(NotReloadable, match=rf"^{named}: "):
        await gateway.reload(deployment.path)
    assert gateway.settings is before


async def test_a_configuration_that_cannot_be_recorded_does_not_come_into_force(
    gateway: Gateway, deployment: Deployment
) -> None:
    before, refused = gateway.settings, reloads("refused")
    deployment.audit.rename(deployment.folder / "away")
    with pytest.raises(AuditUnavailable):
        await gateway.reload(replace(deployment, rules=CARDS).write())
    assert gateway.settings is before
    assert reloads("refused") == refused + 1


async def test_what_was_read_first_is_never_put_in_force_last(
    gateway: Gateway, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, is_read = threading.Event(), threading.Event()
    old, new = load_checked(deployment.path), load_checked(replace(deployment, rules=CARDS).write())
    versions = iter([old, new])

    def load_slowly(_: Path) -> Checked:
        found = next(versions)
        is_read.set()
        if found is old:
            may_go_on.wait()
        return found

    monkeypatch.setattr(running, "load_checked", load_slowly)
    async with asyncio.TaskGroup() as reloading:
        reloading.create_task(gateway.reload(deployment.path))
        await asyncio.to_thread(is_read.wait)
        second = reloading.create_task(gateway.reload(deployment.path))
        await asyncio.wait([second], timeout=0.2)  # time enough to overtake, if it could
        may_go_on.set()
    assert gateway.settings is new.settings


async def test_what_a_reload_brought_serves_until_the_last_request_ended(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async def held_and_long(server: Upstream, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.released()
        body = b'{"text":"' + b"long enough for a thread " * 100 + b'"}'
        writer.write(JSON_HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)

    async with upstream(held_and_long) as server:
        deployment = deployment_of(tmp_path, authorization_server, server.url)
        async with serving(deployment) as gateway:
            await gateway.reload(replace(deployment, rules=CARDS).write())
            token = await token_for(deployment, authorization_server)
            under_way = asyncio.create_task(speak(deployment.url, "GET", "/notes/notes/1", bearer=token))
            await server.arrived()
            asyncio.get_running_loop().call_soon(server.release)  # once the gateway is ending
        assert (await under_way).status == 200


async def test_a_gateway_that_cannot_listen_lets_go_of_everything(deployment: Deployment) -> None:
    settings = load_checked(deployment.write()).valid()
    with socket.create_server(("127.0.0.1", deployment.ports[0])), pytest.raises(OSError, match="in use"):
        await Gateway(settings).__aenter__()
    async with Gateway(settings):  # neither the log's lock nor the port is held
        assert (await call("GET", f"{deployment.admin}/livez")).status == 200


async def test_what_no_request_needs_any_more_is_let_go(gateway: Gateway, deployment: Deployment) -> None:
    for label in ("secret", "payment_card", "secret.github_token"):
        rules = deployment.folder / "rules/rules.yaml"
        rules.write_text(f"[{{id: r, owner: o, because: b, labels: [{label}], action: redact}}]")
        await gateway.reload(deployment.path)
    gc.collect()

    assert len(gateway._inspectors) == 1
    assert len(gateway._keys) == 1
