"""The life of ``sallyport serve``: how it begins, what it does when signalled, how it ends."""

from __future__ import annotations

import asyncio
import re
import resource
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.audit.reading import read
from gateway.audit.verify import verify
from tests.gateway_process import Served, serve_in_vain, serving_process
from tests.gateways import Deployment, free_ports, serving
from tests.notes import SUMMARISER, Spoken, deployment_of, recorded, result_of, speak, token_for
from tests.servers.calls import call
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Upstream, answering, held, upstream

METRICS_PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
READS_ONLY = "{id: summariser, owner: support, grants: [{connector: notes, read: ['notes.*']}]}"


@pytest.fixture
async def records() -> AsyncIterator[Upstream]:
    async with upstream(answering(b"{}")) as server:
        yield server


@pytest.fixture
def deployment(tmp_path: Path, authorization_server: AuthorizationServer, records: Upstream) -> Deployment:
    deployed = deployment_of(tmp_path, authorization_server, records.url)
    deployed.write()
    return deployed


@pytest.fixture
async def served(deployment: Deployment) -> AsyncIterator[Served]:
    async with serving_process(deployment.path) as process:
        yield process


@pytest.fixture
async def token(deployment: Deployment, authorization_server: AuthorizationServer) -> str:
    return await token_for(deployment, authorization_server)


async def a_read(deployment: Deployment, token: str) -> Spoken:
    return await speak(deployment.url, "GET", "/notes/notes/1", bearer=token)


async def a_write(deployment: Deployment, token: str) -> Spoken:
    return await speak(
        deployment.url, "POST", "/notes/notes", bearer=token, body=b"{}", content_type="application/json"
    )


async def test_every_mistake_is_told_with_its_place_and_nothing_begins(deployment: Deployment) -> None:
    deployment.path.write_text(deployment.path.read_text().replace("listen:", "lisden:"))
    rules = deployment.folder / "rules" / "rules.yaml"
    rules.write_text("- id: one\n  owner: me\n  because: so\n  labels: [payment_cart]\n  action: blok\n")
    ended = await serve_in_vain(deployment.path)
    assert ended.status == 1
    lines = ended.errors.splitlines()
    assert any(re.match(rf"{re.escape(str(deployment.path))}:1:1: .*did you mean `listen`", line) for line in lines)
    assert any(re.match(rf"{re.escape(str(rules))}:5:11: .*did you mean `block`", line) for line in lines)
    assert all(re.match(r"\S+:\d+:\d+: ", line) for line in lines)
    assert not deployment.audit.exists()


async def test_without_a_configuration_it_says_what_to_name(tmp_path: Path) -> None:
    ended = await serve_in_vain(tmp_path / "nowhere.yaml")
    assert ended.status == 3
    assert re.fullmatch(
        r"sallyport: \S*nowhere.yaml does not exist; name a configuration with --config\n", ended.errors
    )


async def test_where_its_address_is_in_use_it_does_not_begin(deployment: Deployment) -> None:
    with socket.create_server(("127.0.0.1", deployment.ports[0])):
        ended = await serve_in_vain(deployment.path)
    assert ended.status == 3
    last = ended.errors.splitlines()[-1]
    assert re.match(rf"sallyport: .*127\.0\.0\.1', {deployment.ports[0]}\): address already in use", last), ended.errors


async def test_two_gateways_never_share_an_audit_directory(deployment: Deployment) -> None:
    async with serving(deployment):
        other = replace(deployment, ports=free_ports())
        ended = await serve_in_vain(other.write())
    assert ended.status == 3
    assert ended.errors.splitlines()[-1] == (
        f"sallyport: another process writes to {deployment.audit}: give each its own audit.directory"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_to_stop_lets_what_is_under_way_end(
    tmp_path: Path, authorization_server: AuthorizationServer, number: signal.Signals
) -> None:
    async with upstream(held) as server:
        deployment = deployment_of(tmp_path, authorization_server, server.url)
        async with serving_process(deployment.write()) as served:
            token = await token_for(deployment, authorization_server)
            under_way = asyncio.create_task(a_write(deployment, token))
            await server.arrived()
            served.signal(number)
            await served.logged("draining")
            server.release()
            answer = await under_way
            assert await served.ended() == 0
    assert (answer.status, answer.content) == (200, b'{"ok":true}')
    intent, outcome = recorded(deployment)
    assert (intent["kind"], outcome["kind"]) == ("intent", "outcome")
    assert result_of(outcome)["executed"] == "true"
    assert verify(deployment.audit).is_sound


async def test_a_reload_takes_a_grant_away(
    deployment: Deployment, records: Upstream, served: Served, token: str
) -> None:
    assert (await a_write(deployment, token)).status == 200
    replace(deployment, plugins=[READS_ONLY]).write()
    await served.logged(r"configuration \w+ is in force", served.signal(signal.SIGHUP))
    refused = await a_write(deployment, token)
    assert (refused.status, refused.slug) == (403, "not-granted")
    assert (await a_read(deployment, token)).status == 200
    assert len(records.received()) == 2
    events = [record["event"] for record, _ in read(deployment.audit) if record["kind"] == "configuration"]
    assert events == ["start", "reload"]


async def test_a_reload_takes_a_plugin_away_whose_token_was_good_a_moment_ago(
    deployment: Deployment, served: Served, token: str
) -> None:
    assert (await a_read(deployment, token)).status == 200
    replace(deployment, plugins=[READS_ONLY.replace("summariser", "triage")]).write()
    await served.logged(r"configuration \w+ is in force", served.signal(signal.SIGHUP))
    assert (await a_read(deployment, token)).status == 401


async def test_a_broken_configuration_leaves_the_old_one_in_force(
    deployment: Deployment, served: Served, token: str
) -> None:
    plugin, main = deployment.folder / "plugins" / "0.yaml", deployment.path
    moved = main.read_text().replace(f"listen: 127.0.0.1:{deployment.ports[0]}", "listen: 127.0.0.1:1")
    broken: Mapping[str, tuple[Path, str]] = {
        f"{plugin}:1:1: unknown key `ids` (did you mean `id`?)": (plugin, SUMMARISER.strip().replace("id:", "ids:")),
        f"{main}:1:1: expected a mapping, found nothing": (main, ""),
        "listen: changed, and read at the start only": (main, moved),
    }
    for complaint, (path, text) in broken.items():
        good = path.read_text()
        path.write_text(text)
        seen = served.signal(signal.SIGHUP)
        await served.logged("the configuration stays as it was", seen)
        await served.logged(re.escape(complaint), seen)
        path.write_text(good)
        assert (await a_write(deployment, token)).status == 200
    deployment.path.unlink()
    await served.logged("the configuration stays as it was", served.signal(signal.SIGHUP))
    assert (await a_write(deployment, token)).status == 200
    assert "Traceback" not in served.log
    page = (await call("GET", f"{deployment.admin}/metrics")).content.decode()
    assert 'sallyport_configuration_reload_total{result="refused"} 4.0' in page


async def test_a_full_disk_refuses_and_is_told_until_there_is_room(
    deployment: Deployment, records: Upstream, served: Served, token: str
) -> None:
    assert (await call("GET", f"{deployment.admin}/readyz")).status == 200
    _, hard = resource.prlimit(served.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (0, hard))  # no file may grow: EFBIG, as from a full disk
    refused = await a_write(deployment, token)
    assert (refused.status, refused.slug) == (503, "audit-unavailable")
    assert records.connections == 0
    assert (await call("GET", f"{deployment.admin}/readyz")).status == 503
    assert (await call("GET", f"{deployment.admin}/livez")).status == 200
    resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert (await a_write(deployment, token)).status == 200
    assert (await call("GET", f"{deployment.admin}/readyz")).status == 200
    assert verify(deployment.audit).is_sound


async def test_each_port_serves_its_own_and_nothing_else(deployment: Deployment, served: Served, token: str) -> None:
    for path in ("/metrics", "/livez", "/readyz"):
        assert (await call("GET", deployment.admin + path)).status == 200
        assert (await speak(deployment.url, "GET", path, bearer=token)).slug == "unknown-operation"
    for path in ("/notes/notes", "/.well-known/oauth-protected-resource/notes"):
        assert (await call("GET", deployment.admin + path, bearer=token)).status == 404


def documented() -> Mapping[str, frozenset[str]]:
    """Return the labels of each metric, as the page has them."""
    rows = re.findall(r"^\| `(sallyport_\w+)` \| ([^|]*)\|", METRICS_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: frozenset(filter(None, re.split(r"[, ]+", labels.strip()))) for name, labels in rows}


async def test_metrics_have_the_labels_of_their_page_and_tell_of_nobody(
    tmp_path: Path, authorization_server: AuthorizationServer, records: Upstream
) -> None:
    rules = """
- {id: held, owner: me, because: so, operation: notes.notes.create, require: '!has(body.publish)', otherwise: hold}
- {id: slow, owner: me, because: so, effect: write, limit: {rate: 1/day, per: [plugin, user]}}
"""
    deployment = deployment_of(tmp_path, authorization_server, records.url, rules=rules)
    async with serving_process(deployment.write()):
        token = await token_for(deployment, authorization_server)
        await a_read(deployment, token)
        await a_write(deployment, token)  # limits begin exhausted
        await speak(deployment.url, "GET", "/notes/people", bearer=token)
        await speak(deployment.url, "GET", "/no-such-connector/no-such-path", bearer=token)
        await speak(deployment.url, "GET", f"/notes/notes?access_token={token}")
        await speak(deployment.url, "GET", "/notes/../notes")
        page = (await call("GET", f"{deployment.admin}/metrics")).content.decode()

    known = documented()
    samples = [sample for family in text_string_to_metric_families(page) for sample in family.samples]
    labelled: dict[str, set[str]] = {}
    for sample in samples:
        name = re.sub(r"_(bucket|sum|count|created)$", "", sample.name)
        labelled.setdefault(name if name in known else f"{name}_total", set()).update(sample.labels.keys() - {"le"})
    assert labelled.keys() <= known.keys()
    assert {name: known[name] for name, labels in labelled.items() if labels} == {
        name: labels for name, labels in labelled.items() if labels
    }
    values = {value for sample in samples for value in sample.labels.values()}
    assert not any(word in value for value in values for word in ("alice", token[:20], "/", "no-such", "127.0.0.1"))
    by = ("connector", "plugin", "effect", "outcome")
    requests = [sample for sample in samples if sample.name == "sallyport_requests_total"]
    assert {tuple(sample.labels[name] for name in by): sample.value for sample in requests} == {
        ("notes", "summariser", "read", "released"): 1,
        ("notes", "summariser", "write", "write-limit"): 1,
        ("notes", "summariser", "read", "not-granted"): 1,
        ("none", "none", "none", "unknown-operation"): 1,
        ("notes", "none", "none", "unauthenticated"): 1,
    }
    refused = {sample.labels["reason"] for sample in samples if sample.name == "sallyport_unauthenticated_total"}
    assert refused == {"unknown-operation", "token_in_query", "malformed-request"}
