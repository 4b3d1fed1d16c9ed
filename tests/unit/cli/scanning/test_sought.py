from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifiers.lists.identifier_file import make_identifiers
from gateway.cli.exits import Exit
from tests.commands import Run

KEY = "0123456789abcdef"
RULE = "{{id: r, owner: a@example.com, because: b, labels: [{label}], action: redact}}"
CLASSIFIERS = """
classifiers:
  countries: [us]
  dictionaries: [{label: mnpi.heron, file: heron.txt, title: Deal Heron}]
  identifiers: [{label: customer.account, file: accounts.ids, key: env:SCAN_TEST_KEY}]
"""


@pytest.fixture
def lists(configuration: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the configuration a dictionary, identifiers, a country, and a secret that nobody here has."""
    main = configuration / "sallyport.yaml" if configuration.is_dir() else configuration
    main.write_text(main.read_text() + CLASSIFIERS)
    (main.parent / "heron.txt").write_text("Blue Heron\n")
    (main.parent / "accounts.ids").write_bytes(make_identifiers(["AC-771204"], KEY.encode()))
    monkeypatch.setenv("SCAN_TEST_KEY", KEY)
    return main


def found(run: Run, *words: object, stdin: bytes) -> list[str]:
    ended = run("scan", "--format", "json", *words, stdin=stdin)
    return [finding["label"] for finding in json.loads(ended.out)["findings"]]


def test_a_configuration_adds_its_lists(run: Run, lists: Path) -> None:
    text = b"the blue heron accounts are AC-771204 and AC-771205"
    assert found(run, "--config", lists, stdin=text) == ["mnpi.heron", "customer.account"]
    assert found(run, "--config", lists, "--labels", "mnpi", stdin=text) == ["mnpi.heron"]
    assert found(run, stdin=text) == []


def test_a_label_of_a_configuration_has_its_title_and_no_known_misses(run: Run, lists: Path) -> None:
    ended = run("scan", "--config", lists, "--labels", "mnpi", "--explain", stdin=b"blue heron")
    assert "  title     Deal Heron\n  found by  TermRecognizer" in ended.out
    assert "misses" not in ended.out


def test_a_configuration_names_the_countries(run: Run, lists: Path) -> None:
    nhs = b'{"nhs_number": "9434765919"}'
    assert found(run, stdin=nhs) == ["national_id.uk_nhs"]
    assert found(run, "--config", lists, stdin=nhs) == []
    assert found(run, "--config", lists, "--labels", "national_id.uk_nhs", stdin=nhs) == ["national_id.uk_nhs"]


def test_rules_may_name_labels_of_a_configuration(run: Run, lists: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(f"- {RULE.format(label='mnpi')}\n")
    ended = run("scan", "--config", lists, "--rules", rules, stdin=b"blue heron")
    assert "r: redact mnpi.heron in body" in ended.out
    assert run("scan", "--rules", rules, stdin=b"blue heron").code == Exit.FINDINGS
    assert "mnpi" in run("scan", "--rules", rules, stdin=b"blue heron").err


def test_a_key_that_is_not_there_is_a_mistake_and_not_a_list_that_finds_nothing(
    run: Run, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCAN_TEST_KEY")
    ended = run("scan", "--config", lists, stdin=b"AC-771204")
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "SCAN_TEST_KEY" in ended.err


@pytest.fixture
def described(lists: Path) -> Path:
    """Give the configuration a model that is said to know persons, and is not there otherwise."""
    model = lists.parent / "en_persons"
    model.mkdir()
    (model / "meta.json").write_text('{"lang": "en", "labels": {"ner": ["PERSON", "DATE"]}}')
    lists.write_text(lists.read_text().replace("countries: [us]", f"model: {model}"))
    return lists


def test_a_model_that_cannot_be_used_ends_the_command(run: Run, described: Path) -> None:
    ended = run("scan", "--config", described, stdin=b"x")
    assert (ended.code, ended.out) == (Exit.ENVIRONMENT, "")
    assert "en_persons" in ended.err


def test_labels_that_a_model_lacks_are_none(run: Run, described: Path, tmp_path: Path) -> None:
    ended = run("scan", "--config", described, "--labels", "personal.location", stdin=b"x")
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert "there is no label personal.location" in ended.err
    rules = tmp_path / "rules.yaml"
    rules.write_text(f"- {RULE.format(label='personal.location')}\n")
    ended = run("scan", "--config", described, "--rules", rules, stdin=b"x")
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "personal.location" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--labels", "secrt"], "there is no label secrt; did you mean secret?"),
        (["--labels", "zzzzzzzz"], "there is no label zzzzzzzz"),
        (["--labels", " , "], "name at least one label with --labels"),
        (["--labels", "secret", "--rules", "r.yaml"], "not allowed with argument"),
    ],
)
def test_labels_that_cannot_be_looked_for_are_misuse(run: Run, words: list[str], told: str) -> None:
    ended = run("scan", *words, stdin=b"{}")
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert told in ended.err


def test_a_mistake_in_a_configuration_is_told_with_its_line(run: Run, lists: Path) -> None:
    lists.write_text(lists.read_text().replace("countries: [us]", "countries: [uk]"))
    ended = run("scan", "--config", lists, stdin=b"{}")
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "did you mean `gb`?" in ended.err


def test_a_configuration_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    ended = run("scan", "--config", tmp_path / "none.yaml", stdin=b"{}")
    assert (ended.code, "does not exist" in ended.err) == (Exit.ENVIRONMENT, True)
