"""Which encoding bytes are in, where it is not declared or declared wrongly."""

from __future__ import annotations

import codecs
import re

_WESTERN = ("cp1252", "iso8859_15", "cp850", "mac_roman")  # in order of preference
_SAMPLE = 50_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HIGH = re.compile(rb"[\x80-\xff]")
_BLANK_HALF = 0.3
"""The share of zeros at even or odd places from which on a text is UTF-16; in Dutch it is 98%."""
_STRAY_HALF = 0.02

# How likely a sign is in Dutch text, by what stands at its sides.
_DUTCH, _OTHERS = frozenset("éëèïöüç"), frozenset("êíîóôúûáàâäñœßšž")
_BEGINNING = frozenset("éèàáóöüçšžœÉÈÀÁÓÖÜÇŠŽŒÅØ")
_OPENING, _CLOSING = frozenset("‘“„«"), frozenset("’”»…")
_LIKELY, _FITTING, _SOMETIMES, _UNLIKELY, _NEVER = 2.0, 1.0, 0.5, -1.0, -3.0


def utf16_codec(head: bytes) -> str | None:
    """Return the codec of UTF-16 that begins here, by its mark or its zeros; else None."""
    if head.startswith(_UTF16):
        return "utf-16"
    if b"\0" not in head or len(head) < len("ab") * 2:
        return None
    odd, even = (head[start::2].count(0) / len(head[start::2]) for start in (1, 0))
    if odd > _BLANK_HALF and even < _STRAY_HALF:
        return "utf-16-le"
    return "utf-16-be" if even > _BLANK_HALF and odd < _STRAY_HALF else None


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8 with characters of several bytes, whatever is declared.

    No text of some length in another encoding is so by chance. A few bytes may be damaged.
    """
    if data.isascii():
        return False
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(text) - len(data.decode("ascii", "ignore")) - broken > broken


def guess_encoding(data: bytes, start: int) -> str:
    """Return the encoding of Dutch text whose byte at `start` is not valid UTF-8.

    Marks of byte order, as of files that were put together, say nothing of what is between them.
    """
    if is_utf8(data.replace(codecs.BOM_UTF8, b"")):
        return "utf-8"
    sample = data[max(0, start - _SAMPLE) : start + _SAMPLE]
    return max(_WESTERN, key=lambda codec: _likelihood(sample, codec))


def _likelihood(sample: bytes, codec: str) -> float:
    """Return how well bytes past ASCII fit in with what stands at their sides, read so."""
    text = sample.decode(codec, "replace")  # a character a byte
    return sum(_fit(text, match.start()) for match in _HIGH.finditer(sample))


def _fit(text: str, place: int) -> float:
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    in_word = before.isalpha() or after.isalpha()
    if sign.isalpha():
        return _letter_fit(sign, before, after)
    if sign in _OPENING or sign in _CLOSING:
        side = before if sign in _OPENING else after
        return _UNLIKELY if side.isalpha() and sign != "’" else _FITTING
    if sign == "€":
        return _UNLIKELY if in_word else _LIKELY
    if sign == "´":
        return _SOMETIMES if in_word else _UNLIKELY  # foto´s
    if sign in "–—°·•½¼¾²³£§©®™\xa0":
        return _UNLIKELY if in_word and sign not in "–—°®™\xa0" else _SOMETIMES
    return _UNLIKELY if sign.isprintable() and sign not in "¤\ufffd" else _NEVER


def _letter_fit(sign: str, before: str, after: str) -> float:
    if not (before.isalpha() or after.isalpha()):
        return _SOMETIMES if sign in "éàÉÀ" else _UNLIKELY
    # A capital between small letters, as Ž where an é was meant, or the reverse.
    if sign.isupper() and (before.islower() or (after.islower() and before.isalpha())):
        return -_LIKELY
    if sign.islower() and before.isupper() and (after.isupper() or not after.isalpha()):
        return -_LIKELY
    if not before.isalpha() and sign not in _BEGINNING:
        return _UNLIKELY
    if sign.lower() in _DUTCH:
        return _LIKELY if before.isalpha() or sign in "éÉ" else _FITTING
    return _FITTING if sign.lower() in _OTHERS else -_SOMETIMES
