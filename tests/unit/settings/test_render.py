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
