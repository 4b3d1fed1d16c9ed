"""Mistakes as text, as JSON, and as annotations of a GitHub workflow; none ends in a line break."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from gateway.settings.mistakes import LocatedMistake


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


def _sentence(mistake: LocatedMistake) -> str:
    meant = f" (did you mean `{mistake.suggestion}`?)" if mistake.suggestion else ""
    return " ".join(mistake.message.split()) + meant


def _escaped(raw: str) -> str:
    return raw.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(raw: str) -> str:
    return _escaped(raw).replace(":", "%3A").replace(",", "%2C")
