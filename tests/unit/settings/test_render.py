from __future__ import annotations

import json
from pathlib import Path

from gateway.settings import render
from gateway.settings.mistakes import LocatedMistake, Location

MISTAKES = (
    LocatedMistake(Location(Path("config/sallyport.yaml"), 3, 1), "unknown key `lisen`", "listen"),
    LocatedMistake(Location(Path("config/rules/a,b.yaml"), 7, 12), "not YAML: 100%\nwrong"),
)


def test_text_is_what_compilers_write() -> None:
    assert render.text(MISTAKES) == (
        "config/sallyport.yaml:3:1: unknown key `lisen` (did you mean `listen`?)\n"
        "config/rules/a,b.yaml:7:12: not YAML: 100% wrong"
    )


def test_json_keeps_the_parts_apart() -> None:
    assert json.loads(render.json(MISTAKES))[0] == {
        "file": "config/sallyport.yaml",
        "line": 3,
        "column": 1,
        "message": "unknown key `lisen`",
        "suggestion": "listen",
    }


def test_github_commands_are_escaped() -> None:
    assert render.github(MISTAKES).splitlines() == [
        "::error file=config/sallyport.yaml,line=3,col=1::unknown key `lisen` (did you mean `listen`?)",
        "::error file=config/rules/a%2Cb.yaml,line=7,col=12::not YAML: 100%25 wrong",
    ]


def test_sarif_is_what_code_scanning_takes() -> None:
    log = json.loads(render.sarif(MISTAKES))
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-schema-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "sallyport check"
    assert run["columnKind"] == "unicodeCodePoints"
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in driver["rules"]}
    assert [result["message"]["text"] for result in run["results"]] == [
        "unknown key `lisen` (did you mean `listen`?)",
        "not YAML: 100% wrong",
    ]
    assert [result["locations"] for result in run["results"]] == [
        [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line, "startColumn": column}}}]
        for uri, line, column in [("config/sallyport.yaml", 3, 1), ("config/rules/a%2Cb.yaml", 7, 12)]
    ]


def test_sarif_without_mistakes_is_a_run_without_results() -> None:
    [run] = json.loads(render.sarif(()))["runs"]
    assert run["results"] == []


def test_sarif_names_an_absolute_path_by_its_url() -> None:
    log = json.loads(render.sarif([LocatedMistake(Location(Path("/a b/c.yaml")), "wrong")]))
    [location] = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "file:///a%20b/c.yaml"
