from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.cli.exits import Exit
from tests.commands import Run

SHIPPED = Path(__file__).parents[3] / "config"


@pytest.fixture
def broken(configuration: Path) -> Path:
    """The demo's configuration with one mistake, in a rule."""
    rules = configuration.parent / "rules/privacy.yaml"
    rules.write_text(rules.read_text().replace("labels: [payment_card]", "labels: [payment_cart]"))
    return configuration


def test_a_configuration_without_mistakes_is_fine(run: Run, configuration: Path) -> None:
    ended = run("check", "--config", configuration)
    assert (ended.code, ended.out, ended.err) == (Exit.FINE, f"{configuration}: no mistakes\n", "")


def test_a_directory_stands_for_its_main_file(run: Run, configuration: Path) -> None:
    assert run("check", "--config", configuration.parent).code == Exit.FINE


def test_the_shipped_configuration_is_fine_on_any_machine(run: Run) -> None:
    assert run("check", "--config", SHIPPED, "--without-secrets").code == Exit.FINE


def test_secrets_that_are_not_there_are_mistakes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALLYPORT_CLIENT_SECRET", raising=False)
    ended = run("check", "--config", SHIPPED)
    assert ended.code == Exit.FINDINGS
    assert "the environment variable SALLYPORT_CLIENT_SECRET is not set" in ended.out


def test_a_mistake_has_its_place_and_a_suggestion(run: Run, broken: Path) -> None:
    ended = run("check", "--config", broken)
    assert (ended.code, ended.err) == (Exit.FINDINGS, "")
    [line] = ended.lines
    assert line.startswith(f"{broken.parent}/rules/privacy.yaml:")
    assert line.endswith("no label or family 'payment_cart' (did you mean `payment_card`?)")


def test_every_format_tells_the_same_mistake(run: Run, broken: Path) -> None:
    documents = {form: run("check", "--config", broken, "--format", form) for form in ("json", "github", "sarif")}
    assert {ended.code for ended in documents.values()} == {Exit.FINDINGS}
    [mistake] = json.loads(documents["json"].out)
    [result] = json.loads(documents["sarif"].out)["runs"][0]["results"]
    [command] = documents["github"].lines
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": mistake["line"], "startColumn": mistake["column"]}
    assert place["artifactLocation"]["uri"] == Path(mistake["file"]).as_uri()
    assert command.startswith(f"::error file={mistake['file']},line={mistake['line']},col={mistake['column']}::")
    assert mistake["suggestion"] == "payment_card"


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_document_is_printed_even_if_nothing_is_wrong(run: Run, configuration: Path, form: str) -> None:
    ended = run("check", "--config", configuration, "--format", form)
    assert ended.code == Exit.FINE
    assert json.loads(ended.out) is not None


def test_a_workflow_is_told_nothing_if_nothing_is_wrong(run: Run, configuration: Path) -> None:
    ended = run("check", "--config", configuration, "--format", "github")
    assert (ended.code, ended.out) == (Exit.FINE, "")
