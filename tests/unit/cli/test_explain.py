from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifiers.lists.identifier_file import make_identifiers
from gateway.cli.exits import Exit
from tests.commands import Ended, Run

SHIPPED = Path(__file__).parents[3] / "config"
SUMMARISER = ("--plugin", "support-summariser", "--user", "alice")
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


def explained(run: Run, configuration: Path, *words: object) -> Ended:
    return run("explain", "--config", configuration, *SUMMARISER, *words)


def test_a_read_is_told_stage_by_stage(run: Run, configuration: Path) -> None:
    answer = json.dumps({"national_id": "536-90-4399", "date_of_birth": "2003-04-28", "name": "Ada"})
    ended = explained(run, configuration, "--group", "emea", "GET", "/crm/api/customers/c1", "--response", answer)
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert ended.out == (
        "connector   crm: Tidewick CRM at http://127.0.0.1:4\n"
        "caller      support-summariser for alice, in emea\n"
        "operation   customers.get: read, tier low\n"
        "grant       read customers.*, tickets.*, payments.*\n"
        "rule        no-national-ids: redact national_id in the answer\n"
        "rule        no-bank-accounts: redact bank in the answer\n"
        "rule        masked-cards: mask payment_card in the answer\n"
        "rule        no-birth-dates: drop $..date_of_birth in the answer\n"
        "rule        no-secrets: block secret in the answer\n"
        "decision    allow\n"
        "delegation  token_exchange, audience tidewick-crm\n"
        "found       answer: national_id.us_ssn in body /national_id\n"
        "treated     no-national-ids: redact national_id.us_ssn in body /national_id\n"
        "treated     no-birth-dates: drop field in body /date_of_birth\n"
        "outcome     200, dropped=1, redacted=1\n"
        "released    {\n"
        '              "national_id": "[national_id.us_ssn]",\n'
        '              "name": "Ada"\n'
        "            }\n"
    )


def test_a_write_is_told_with_its_limit(run: Run, configuration: Path) -> None:
    ended = explained(run, configuration, "post", "/crm/api/tickets/t1/comments", "--body", '{"text": "Solved."}')
    assert ended.code == Exit.FINE
    assert "operation   tickets.comment: write, tier low" in ended.lines
    assert "grant       write tickets.comment: posts its summary to the ticket" in ended.lines
    assert "limit       comments-per-user: 2 in 60 s, 2 at once, per plugin and user" in ended.lines
    assert ended.lines[-1] == "outcome     200, unchanged"


def test_a_rule_that_refuses_is_named_with_its_reason(run: Run, configuration: Path) -> None:
    ended = explained(run, configuration, "POST", "/crm/api/tickets/t1/comments", "--body", '{"text": ""}')
    assert ended.code == Exit.FINDINGS
    reason = (
        "Rule comment-length: a summary that nobody reads to its end helps nobody. "
        "Its owner, support@example.com, can tell more."
    )
    assert f"rule        comment-length: violated. {reason}" in ended.lines
    assert ended.lines[-2:] == [
        "decision    violated",
        f"outcome     422 policy-violation (comment-length): {reason}",
    ]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        (("GET", "/crm/api/admin/export"), "404 unknown-operation"),
        (("GET", "/nowhere/x"), "404 unknown-operation"),
        (("POST", "/crm/api/payments/p1/refunds", "--body", "{}"), "403 not-granted"),
        (("POST", "/crm/api/tickets/t1/comments", "--body", "{"), "400 malformed-request"),
        (("POST", "/crm/api/tickets/t1/comments", "--body", KEY, "--content-type", "text/plain"), "400 malformed"),
        (("POST", "/crm/api/tickets/t1/comments", "--body", f'{{"text":"{KEY}"}}'), "403 restricted-data (no-secrets)"),
        (("GET", "/crm/api/tickets/t1", "--response", f'{{"text":"{KEY}"}}'), "403 restricted-data (no-secrets)"),
        (("GET", "/crm/api/tickets/t1", "--response", "{"), "403 uninspectable-content"),
        (("GET", "/crm/api/..%2fadmin"), "400 malformed-request"),
    ],
)
def test_a_refusal_is_a_finding(run: Run, configuration: Path, words: tuple[str, ...], outcome: str) -> None:
    ended = explained(run, configuration, *words)
    assert ended.code == Exit.FINDINGS
    assert ended.lines[-1].startswith(f"outcome     {outcome}")
    assert KEY not in ended.out


@pytest.mark.parametrize(
    "url",
    [
        "/crm/api/tickets",
        "crm/api/tickets",
        "https://sallyport.example.com/crm/api/tickets",
        "HTTP://[::1]:8080/crm/api/tickets?next=https://x.example",
    ],
)
def test_a_url_is_given_as_the_user_has_it(run: Run, configuration: Path, url: str) -> None:
    assert "operation   tickets.list: read, tier low" in explained(run, configuration, "GET", url).lines


def test_a_rule_in_shadow_says_so(run: Run, configuration: Path) -> None:
    privacy = configuration.parent / "rules/privacy.yaml"
    privacy.write_text(privacy.read_text().replace("action: block", "action: block\n  mode: shadow"))
    ended = explained(run, configuration, "GET", "/crm/api/tickets/t1", "--response", f'{{"text": "{KEY}"}}')
    assert ended.code == Exit.FINE
    assert "treated     no-secrets: block secret.aws_access_key in body /text (shadow)" in ended.lines


def test_bodies_come_from_files(run: Run, configuration: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text('{"date_of_birth": "2003-04-28"}')
    ended = explained(run, configuration, "GET", "/crm/api/customers/c1", "--response", f"@{answer}")
    assert "outcome     200, dropped=1" in ended.lines


def test_a_file_that_is_not_there_is_the_environments_fault(run: Run, configuration: Path, tmp_path: Path) -> None:
    ended = explained(run, configuration, "GET", "/crm/api/customers/c1", "--body", f"@{tmp_path}")
    assert (ended.code, ended.err) == (Exit.ENVIRONMENT, f"sallyport: cannot read {tmp_path}: Is a directory\n")


def test_json_is_a_list_of_stages(run: Run, configuration: Path) -> None:
    stages = json.loads(explained(run, configuration, "--format", "json", "GET", "/crm/api/tickets").out)
    assert stages[0] == {"stage": "connector", "result": "crm: Tidewick CRM at http://127.0.0.1:4"}
    assert stages[-1] == {"stage": "outcome", "result": "200, unchanged"}


def test_a_plugin_that_nobody_registered_is_a_usage_error(run: Run, configuration: Path) -> None:
    ended = run("explain", "--config", configuration, "--plugin", "suport", "--user", "alice", "GET", "/crm")
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert ended.err.startswith("sallyport: no plugin suport is registered")


def test_mistakes_in_the_configuration_come_first(run: Run, configuration: Path) -> None:
    configuration.write_text(configuration.read_text() + "lisen: x\n")
    ended = explained(run, configuration, "GET", "/crm/api/tickets")
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "did you mean `listen`?" in ended.err


def test_the_shipped_configuration_explains_itself_without_its_secrets(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SALLYPORT_CLIENT_SECRET", raising=False)
    ended = explained(run, SHIPPED, "GET", "https://sallyport.example.com/github/repos/acme/shop")
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert "delegation  token_exchange, audience https://github-api.example.com, scopes repo" in ended.lines


def test_what_is_found_in_lists_is_explained(run: Run, configuration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = configuration / "sallyport.yaml" if configuration.is_dir() else configuration
    section = "{identifiers: [{label: national_id.ours, file: ours.ids, key: env:EXPLAIN_TEST_KEY}]}"
    main.write_text(f"{main.read_text()}\nclassifiers: {section}\n")
    (main.parent / "ours.ids").write_bytes(make_identifiers(["AC-771204"], b"0123456789abcdef"))
    words = ("GET", "/crm/api/customers/c1", "--response", '{"note": "AC-771204"}')
    monkeypatch.setenv("EXPLAIN_TEST_KEY", "0123456789abcdef")

    assert "found       answer: national_id.ours in body /note" in explained(run, configuration, *words).lines

    monkeypatch.delenv("EXPLAIN_TEST_KEY")
    ended = explained(run, configuration, *words)
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "EXPLAIN_TEST_KEY" in ended.err
