from __future__ import annotations

import stat
from pathlib import Path

import pytest

from classifiers.labels import LABELS
from connectors.model import Effect
from gateway.demo.configuration import Ports, write_configuration
from gateway.demo.identity_provider import PLUGINS
from gateway.domain.secret import Secret
from gateway.policy.compile import check
from gateway.settings.load import load
from gateway.settings.model import ClientSettings


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "demo"


@pytest.fixture
def main(directory: Path) -> Path:
    return write_configuration(directory, Ports(8080, 9090, 9001, 9002), Secret("hush"))


def test_every_file_is_written_and_the_main_one_is_named(main: Path, directory: Path) -> None:
    written = {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}
    assert main == directory / "sallyport.yaml"
    assert written == {
        "sallyport.yaml",
        "crm.yaml",
        "client-secret",
        "plugins/support-summariser.yaml",
        "plugins/ticket-triage.yaml",
        "rules/privacy.yaml",
        "rules/writes.yaml",
    }


def test_it_loads_with_the_addresses_and_the_secret_of_this_run(main: Path, directory: Path) -> None:
    settings = load(main).settings
    crm = settings.connectors["crm"]
    assert (settings.listen.port, settings.admin.port) == (8080, 9090)
    assert settings.public_url == "http://127.0.0.1:8080"
    assert [issuer.issuer for issuer in settings.issuers] == ["http://127.0.0.1:9001"]
    assert settings.audit.directory == directory / "audit"
    assert crm.upstream == "http://127.0.0.1:9002"
    assert crm.delegation.token_endpoint == "http://127.0.0.1:9001/token"
    assert crm.delegation.client == ClientSettings(id="sallyport", secret=Secret("hush"))
    assert crm.delegation.audience == "tidewick-crm"


def test_its_plugins_are_those_that_the_identity_provider_knows(main: Path) -> None:
    assert {plugin.id for plugin in load(main).settings.plugins} == set(PLUGINS)


def test_no_plugin_may_refund(main: Path) -> None:
    writes = [
        operation
        for plugin in load(main).settings.plugins
        for grant in plugin.grants
        for operation in grant.operations
        if grant.effect is Effect.WRITE
    ]
    assert writes == ["tickets.comment"]


def test_the_secret_is_for_its_owner_only(main: Path, directory: Path) -> None:
    secret = directory / "client-secret"
    assert secret.read_text() == "hush"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_its_rules_compile_and_one_stops_the_third_comment_in_a_row(main: Path) -> None:
    rules = {rule.id: rule for rule in load(main).settings.rules}
    assert check(rules.values(), LABELS) == ()
    limit = rules["comments-per-user"].limit
    assert limit is not None
    assert limit.burst == 2
    assert limit.seconds / limit.count >= 30  # a tour on a slow machine must not earn a third one
