from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml

from gateway.demo.configuration import Ports, write_configuration
from gateway.domain.secret import Secret


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / 'a "demo": # here'


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


def test_addresses_and_paths_of_this_run_are_filled_in(main: Path, directory: Path) -> None:
    configuration = yaml.safe_load(main.read_text())
    crm = configuration["connectors"]["crm"]
    assert configuration["listen"] == "127.0.0.1:8080"
    assert configuration["admin"] == "127.0.0.1:9090"
    assert configuration["identity"] == {"issuers": [{"issuer": "http://127.0.0.1:9001"}]}
    assert configuration["audit"] == {"directory": str(directory / "audit")}
    assert crm["upstream"] == "http://127.0.0.1:9002"
    assert crm["delegation"] == {
        "strategy": "token_exchange",
        "token_endpoint": "http://127.0.0.1:9001/token",
        "client": {"id": "sallyport", "secret": f"file:{directory / 'client-secret'}"},
        "audience": "tidewick-crm",
    }


def test_the_secret_is_for_its_owner_only(main: Path, directory: Path) -> None:
    secret = directory / "client-secret"
    assert secret.read_text() == "hush"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_every_rule_says_who_owns_it_and_why(main: Path, directory: Path) -> None:
    rules = [rule for path in (directory / "rules").iterdir() for rule in yaml.safe_load(path.read_text())]
    assert all(rule["id"] and rule["owner"] and rule["because"] for rule in rules)
