"""Mistakes as text, as JSON, as annotations of a GitHub workflow, and as SARIF; none ends in a line break."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import orjson

from gateway.domain.json import Json
from gateway.settings.mistakes import LocatedMistake

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_RULE = "configuration-mistake"


def text(mistakes: Iterable[LocatedMistake]) -> str:
    """Return one line for each mistake: ``file:line:column: message``, as compilers write them."""
    return "\n".join(f"{mistake.location}: {_sentence(mistake)}" for mistake in mistakes)


def json(mistakes: Iterable[LocatedMistake]) -> str:
    """Return a JSON array with an object for each mistake."""
    return orjson.dumps(
        [
            {
                "file": str(mistake.location.file),
                "line": mistake.location.line,
                "column": mistake.location.column,
                "message": mistake.message,
                "suggestion": mistake.suggestion,
            }
            for mistake in mistakes
        ],
        option=orjson.OPT_INDENT_2,
    ).decode()


def github(mistakes: Iterable[LocatedMistake]) -> str:
    """Return a workflow command for each mistake, which GitHub shows at the line of the change that is reviewed.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::error file={_property(str(mistake.location.file))},line={mistake.location.line},"
        f"col={mistake.location.column}::{_escaped(_sentence(mistake))}"
        for mistake in mistakes
    )


def sarif(mistakes: Iterable[LocatedMistake]) -> str:
    """Return a log of the Static Analysis Results Interchange Format 2.1.0, with one run and one result for each."""
    rule: Json = {
        "id": SARIF_RULE,
        "shortDescription": {"text": "What the gateway would not start with"},
        "defaultConfiguration": {"level": "error"},
    }
    driver: Json = {"name": "sallyport check", "version": version("sallyport"), "rules": [rule]}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(mistake) for mistake in mistakes],
    }
    log: Json = {"version": "2.1.0", "$schema": SARIF_SCHEMA, "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2).decode()


def _result(mistake: LocatedMistake) -> Json:
    location = mistake.location
    return {
        "ruleId": SARIF_RULE,
        "level": "error",
        "message": {"text": _sentence(mistake)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(location.file)},
                    "region": {"startLine": location.line, "startColumn": location.column},
                }
            }
        ],
    }


def _uri(path: Path) -> str:
    """Return a path as a URI reference: one that is not absolute stays relative to where the command ran."""
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path))


def _sentence(mistake: LocatedMistake) -> str:
    meant = f" (did you mean `{mistake.suggestion}`?)" if mistake.suggestion else ""
    return " ".join(mistake.message.split()) + meant


def _escaped(raw: str) -> str:
    return raw.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(raw: str) -> str:
    return _escaped(raw).replace(":", "%3A").replace(",", "%2C")
