"""An expression that the module ``regex`` reads otherwise than ``re``: the prefilter must not look for the wrong thing.

What the prefilter does not let through is never looked at, so each of these was a recogniser that found nothing.
"""

from __future__ import annotations

import re

import pytest

from classifiers import Part, Scanner, text_leaves
from classifiers.extras import Extras
from classifiers.presidio.custom import CustomPattern, CustomRecognizer

LABEL = "custom.project"


@pytest.mark.parametrize(
    ("expression", "flags", "text", "found"),
    [
        (r"(?:hydra corp){e<=1}", re.IGNORECASE, "the Hydraa Corp", True),  # an error is allowed
        (r"(?:hydra corp){e<=1}", re.IGNORECASE, "the Hydraaa Corp", False),
        (r"(?:hydra){1<=e<=2}7", 0, "hydr7", True),
        (r"hyd ra \d", re.VERBOSE, "hydra7", True),  # blanks mean nothing
        (r"hyd ra \d", 0, "hydra7", False),
        (r"hydra{ 1,2 }7", re.VERBOSE, "hydraa7", True),
        (r"(?a)hydra\W7", 0, "hydra\u00e97", True),  # a letter beyond ASCII is none
        (r"(?a:hydra\D7)", 0, "hydra\u06637", True),
        (r"hydra\W7", 0, "hydra\u00e97", False),
        (r"(?i:(hydra))-\1", 0, "HYDRA-HYDRA", True),  # the case of what was captured
        (r"hydra[^\u00df]7", re.IGNORECASE, "hydras7", True),  # a letter with two capitals
        (r"(\bhydra)\1", 0, "hydrahydra", True),  # where what was captured began
        (r"(\bhydra)\1", 0, "hydra hydra", False),
    ],
)
def test_what_an_expression_means_is_found(expression: str, flags: int, text: str, found: bool) -> None:
    recognizer = CustomRecognizer(
        label=LABEL, name="Project", entity="PROJECT", patterns=(CustomPattern("name", expression, 0.9),), flags=flags
    )
    scanner = Scanner([LABEL], extras=Extras(recognizers=(recognizer,)))

    assert bool(scanner.scan(text_leaves(text, Part.BODY))) is found
