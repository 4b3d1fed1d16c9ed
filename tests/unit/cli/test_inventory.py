from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from gateway.cli.exits import Exit
from tests.commands import Run


def test_each_plugin_is_listed_with_its_owner_writes_first(run: Run, configuration: Path) -> None:
    ended = run("inventory", "--config", configuration)
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert ended.lines == [
        "support-summariser (owner: support-platform)",
        "  write crm         tickets.comment (low)",
        "  read  crm         customers.list, customers.get, tickets.list, tickets.get, payments.list, payments.get",
        "ticket-triage (owner: support-platform)",
        "  read  crm         tickets.list, tickets.get",
    ]


def test_one_plugin_can_be_asked_for(run: Run, configuration: Path) -> None:
    ended = run("inventory", "--config", configuration, "--plugin", "ticket-triage")
    assert ended.lines == ["ticket-triage (owner: support-platform)", "  read  crm         tickets.list, tickets.get"]


def test_a_plugin_that_nobody_registered_is_a_usage_error(run: Run, configuration: Path) -> None:
    ended = run("inventory", "--config", configuration, "--plugin", "ticket-triag")
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert ended.err == "sallyport: no plugin ticket-triag is registered; did you mean ticket-triage?\n"


def test_json_and_csv_hold_the_same_entries(run: Run, configuration: Path) -> None:
    entries = json.loads(run("inventory", "--config", configuration, "--format", "json").out)
    rows = list(csv.DictReader(run("inventory", "--config", configuration, "--format", "csv").lines))
    assert rows == entries
    [write] = [entry for entry in entries if entry["effect"] == "write"]
    assert write == {
        "plugin": "support-summariser",
        "owner": "support-platform",
        "connector": "crm",
        "operation": "tickets.comment",
        "effect": "write",
        "tier": "low",
        "flags": "",
        "until": "",
        "because": "posts its summary to the ticket",
        "approved_by": "ciso@example.com",
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("posts its summary to the ticket,", "posts its summary to the ticket, until: 2031-01-31,", "until 2031-01-31"),
        ("write: [tickets.comment]", "write: [payments.refund]", "payments.refund (high, irreversible, money"),
    ],
)
def test_what_makes_a_write_worse_stands_beside_it(
    run: Run, configuration: Path, old: str, new: str, told: str
) -> None:
    plugin = configuration.parent / "plugins/support-summariser.yaml"
    assert old in plugin.read_text()
    plugin.write_text(plugin.read_text().replace(old, new))
    assert told in run("inventory", "--config", configuration).lines[1]


def test_a_configuration_without_plugins_has_an_empty_inventory(run: Run, configuration: Path) -> None:
    for plugin in (configuration.parent / "plugins").iterdir():
        plugin.unlink()
    assert run("inventory", "--config", configuration).lines == ["no plugin can call anything"]
    assert json.loads(run("inventory", "--config", configuration, "--format", "json").out) == []


def test_a_configuration_with_mistakes_has_no_inventory(run: Run, configuration: Path) -> None:
    configuration.write_text(configuration.read_text() + "lisen: x\n")
    ended = run("inventory", "--config", configuration)
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "did you mean `listen`?" in ended.err
