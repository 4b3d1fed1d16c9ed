"""The readers: the one list of them."""

from __future__ import annotations

from classifiers.views import codings, escapes, ibans, letters, mail, markup, tokens, wording
from classifiers.views.groups import DigitGroups
from classifiers.views.layers import ForeignLayers, Layers
from classifiers.views.normalise import Normaliser
from classifiers.views.view import Reader, Readers

_NORMALISER = Normaliser()
LAYERS: tuple[tuple[Reader, ...], ...] = (
    # Characters written as something else, or with something around them.
    (
        escapes.PERCENT,
        escapes.ENTITIES,
        escapes.BACKSLASHES,
        mail.ENCODED_WORDS,
        _NORMALISER,
        escapes.CONTROLS,
        markup.TAGS,
    ),
    # Bytes written as characters: one at a time, for what one makes may look like another. Those that are told for
    # sure come first: hexadecimal numbers could be base64 too.
    (codings.HEXADECIMAL,),
    (codings.BASE32,),
    (codings.BASE64,),
    (codings.ASCII85,),
    (codings.UUENCODING,),
    (codings.BINARY,),
    (codings.CODES,),
    # Numbers, tokens and addresses in another form.
    (
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
    ),
    # What plain text can be taken for.
    (escapes.STYLE_SHEETS, mail.QUOTED_PRINTABLE),
)

_LAYERS = Layers(LAYERS, _NORMALISER)
_READERS: tuple[Readers, ...] = (_LAYERS, ForeignLayers(_NORMALISER, _LAYERS))


def readers() -> tuple[Readers, ...]:
    """Return the readers that together take off every disguise that is taken off (``docs/disguises.md``)."""
    return _READERS
