"""A name that leads inside: whoever answers for it would have the gateway carry a user's token to where they choose."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.gateways import Deployment, serving
from tests.notes import Spoken, deployment_of, speak, token_for
from tests.servers.names import Names
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Upstream, answering, upstream

CRM = "crm.inside.example"
INSIDE = [
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "fd00:ec2::254",
    "fe80::a9fe:a9fe",
    "::ffff:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "0.0.0.0",  # noqa: S104  (Linux connects to itself)
    "::",
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "100.64.0.1",
    "fd12::1",
]


@dataclass(frozen=True, slots=True)
class Act:
    """A running gateway, the names of its world, and the only listener there is on this machine."""

    deployment: Deployment
    listener: Upstream
    names: Names
    token: str

    async def read(self) -> Spoken:
        return await speak(self.deployment.url, "GET", "/notes/notes/secret-path", bearer=self.token)

    async def write(self) -> Spoken:
        return await speak(
            self.deployment.url,
            "POST",
            "/notes/notes",
            bearer=self.token,
            body=b"{}",
            content_type="application/json",
        )


@asynccontextmanager
async def acting(
    folder: Path,
    authorization_server: AuthorizationServer,
    monkeypatch: pytest.MonkeyPatch,
    answers: Mapping[str, Sequence[Sequence[str]]],
    *,
    host: str = f"https://{CRM}",
    network: str = "",
    token_host: str = "",
) -> AsyncIterator[Act]:
    """Run a gateway whose system is at ``host``, on the listener's port; names stand for ``answers``."""
    async with upstream(answering(b'{"notes": []}')) as listener:
        port = urlsplit(listener.url).port
        deployment = deployment_of(folder, authorization_server, f"{host}:{port}")
        (connector,) = deployment.connectors
        if token_host:
            connector = replace(connector, token_endpoint=f"{token_host}:{port}/token")
        connector = replace(connector, more=f"network: {network}" if network else "")
        deployment = replace(deployment, connectors=[connector])
        token = await token_for(deployment, authorization_server)
        names = Names(answers)
        monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)
        async with serving(deployment):
            yield Act(deployment, listener, names, token)


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "was not connected to" in record.getMessage()]


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_not_connected_to(
    tmp_path: Path,
    authorization_server: AuthorizationServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    address: str,
) -> None:
    caplog.set_level(logging.WARNING)
    async with acting(tmp_path, authorization_server, monkeypatch, {CRM: [[address]]}) as act:
        answer = await act.read()
        assert act.listener.connections == 0
        assert act.names.asked == [CRM]
    assert (answer.status, answer.slug, answer.problem["executed"]) == (502, "upstream-unreachable", False)
    told = answer.content.decode() + str(answer.headers)
    assert CRM not in told
    assert address not in told.replace(act.deployment.url, "")
    (line,) = refusals(caplog)
    assert line.startswith(f"{CRM} was not connected to: it is {ip_address(address)} (")
    assert "secret-path" not in caplog.text


async def test_a_write_to_a_name_that_leads_inside_was_not_executed(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with acting(tmp_path, authorization_server, monkeypatch, {CRM: [["169.254.169.254"]]}) as act:
        answer = await act.write()
    assert (answer.status, answer.slug, answer.problem["executed"]) == (502, "upstream-unreachable", False)


@pytest.mark.parametrize("network", ["private", "loopback"])
async def test_no_network_that_can_be_configured_holds_a_metadata_service(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch, network: str
) -> None:
    answers = {CRM: [["169.254.169.254"]]}
    async with acting(tmp_path, authorization_server, monkeypatch, answers, network=network) as act:
        assert (await act.read()).slug == "upstream-unreachable"


@pytest.mark.parametrize("others", [["93.184.216.34"], ["127.0.0.1"], ["10.0.0.1"]])
async def test_one_address_inside_among_others_is_enough_to_refuse_a_name(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch, others: list[str]
) -> None:
    answers = {"localhost": [["127.0.0.1", *others, "169.254.169.254"]]}
    async with acting(tmp_path, authorization_server, monkeypatch, answers, host="http://localhost") as act:
        assert (await act.read()).slug == "upstream-unreachable"
        assert act.listener.connections == 0


async def test_a_name_that_is_rebound_after_it_was_judged_leads_where_it_was_judged_to_lead(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"localhost": [["127.0.0.1"], ["169.254.169.254"]]}
    async with acting(tmp_path, authorization_server, monkeypatch, answers, host="http://localhost") as act:
        assert (await act.read()).status == 200
        assert act.names.asked == ["localhost"]
        assert act.listener.connections == 1


async def test_what_needs_no_tls_never_leaves_the_machine(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"localhost": [["93.184.216.34"]]}
    async with acting(tmp_path, authorization_server, monkeypatch, answers, host="http://localhost") as act:
        assert (await act.read()).slug == "upstream-unreachable"


async def test_a_refused_name_is_not_tried_again_for_a_read(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {CRM: [["127.0.0.1"], ["93.184.216.34"]]}
    async with acting(tmp_path, authorization_server, monkeypatch, answers) as act:
        assert (await act.read()).slug == "upstream-unreachable"
        assert act.names.asked == [CRM]


async def test_a_token_endpoint_that_leads_inside_gets_no_token_to_exchange(
    tmp_path: Path, authorization_server: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = "login.inside.example"
    async with acting(
        tmp_path, authorization_server, monkeypatch, {login: [["127.0.0.1"]]}, token_host=f"https://{login}"
    ) as act:
        answer = await act.read()
        assert act.listener.connections == 0
        assert act.names.asked == [login]
    assert (answer.status, answer.slug) == (503, "delegation-unavailable")
