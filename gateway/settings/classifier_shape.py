"""The keys of ``classifiers``: what an organisation adds to what is looked for, and what it leaves out."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from classifiers.countries import COUNTRIES
from classifiers.documents.limits import Images
from classifiers.lists.dictionary import Layout
from classifiers.scanner import BUDGET_SECONDS
from connectors.faults import nearest
from connectors.shapes import Line, Prose, Several, Shape, choice, wrong
from gateway.settings.notation import Duration
from gateway.settings.secrets import SecretField

_MEANT = {"uk": "gb", "en": "gb"}


def _country(text: str) -> str:
    if text not in COUNTRIES:
        code = text.lower()
        raise wrong(f"there are no labels of the country `{text}`", _MEANT.get(code) or nearest(code, COUNTRIES))
    return text


class DictionaryShape(Shape):
    """One item of ``dictionaries``."""

    label: Line
    file: Line
    title: Prose = ""
    layout: Annotated[Layout, BeforeValidator(choice(Layout))] = Layout.LINES


class IdentifiersShape(Shape):
    """One item of ``identifiers``."""

    label: Line
    file: Line
    key: SecretField
    title: Prose = ""


class ClassifiersShape(Shape):
    """``classifiers``."""

    recognizers: Several[Line] = ()
    dictionaries: Several[DictionaryShape] = ()
    identifiers: Several[IdentifiersShape] = ()
    vocabularies: Several[Line] = ()
    model: Line | None = None
    countries: Several[Annotated[Line, AfterValidator(_country)]] | None = None
    budget: Duration = BUDGET_SECONDS
    images: Annotated[Images, BeforeValidator(choice(Images))] = Images.REFUSE
