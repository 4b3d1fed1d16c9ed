"""The readers: the one list of them, in the order in which one applies to what another made."""

from __future__ import annotations

from classifiers.views import codings, escapes, ibans, letters, mail, markup, tokens, wording
from classifiers.views.groups import DigitGroups
from classifiers.views.layers import Layers
from classifiers.views.normalise import Normaliser
from classifiers.views.view import Reader

LAYERS: tuple[Reader, ...] = (
    # What cannot be taken for anything else comes first, what could be plain text last.
    escapes.PERCENT,
    escapes.ENTITIES,
    escapes.BACKSLASHES,
    mail.ENCODED_WORDS,
    Normaliser(),
    escapes.CONTROLS,
    markup.TAGS,
    codings.BASE64,
    codings.HEXADECIMAL,
    codings.BASE32,
    codings.ASCII85,
    codings.UUENCODING,
    codings.BINARY,
    codings.HEXADECIMAL_LIST,
    codings.DECIMAL_LIST,
    markup.EMPHASIS,
    ibans.IBANS,
    DigitGroups(),
    wording.ADDRESSES,
    wording.DIGITS_IN_WORDS,
    letters.MISTYPED,
    letters.GLUED,
    tokens.WRITTEN_APART,
    tokens.BROKEN,
    tokens.OTHER_CASE,
    tokens.BACKWARDS,
    escapes.STYLE_SHEETS,
    mail.QUOTED_PRINTABLE,
)

_READERS: tuple[Reader, ...] = (Normaliser(), Layers(LAYERS))


def readers() -> tuple[Reader, ...]:
    """Return the readers that together take off every disguise that is taken off (``docs/disguises.md``).

    The first is for texts that are not ASCII, in which no trigger need occur.
    """
    return _READERS
