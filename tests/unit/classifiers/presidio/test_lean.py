from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from classifiers import Scanner, json_leaves
scanner = Scanner(["national_id.us_ssn"])
assert scanner.scan(json_leaves({"ssn": "536-90-4399"}))
assert "spacy" in sys.modules
loaded = {"spacy.cli", "typer", "httpx"} & sys.modules.keys()
assert not loaded, loaded
import spacy.cli.info
assert "typer" in sys.modules
"""


def test_spacys_command_line_is_not_loaded_and_can_be() -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", CODE], check=True)


def test_where_spacy_is_loaded_nothing_is_put_in_its_place() -> None:
    code = (
        "import sys, spacy; from classifiers.presidio.lean import without_command_line as lean\n"
        "before = sys.modules['spacy.cli']\n"
        "with lean(): assert sys.modules['spacy.cli'] is before"
    )

    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
