"""Text out of the bytes of a table, in whatever encoding a CRM or a spreadsheet wrote it."""

from __future__ import annotations

import codecs
import re

from salescrew.language import say, to_say
from salescrew.models.plan.refusals import refused

CONTROL = re.compile(
    # all but what YAML allows, and JSON needs no more; a list of what is allowed would take long to compile
    "[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""A character that no text has."""
OF_ONE_BYTE = ("cp1251", "cp1252")
"""Encodings of which nothing in a file tells which it is in."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", to_say("UTF-8 with its mark")),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 4096
_LONGEST_GUESS = 1_000_000
_WORDS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """Give the text of a file, and the name of its encoding.

    UTF-8 and UTF-16 are told by their marks or by what only they can be; anything else is cp1251 where its letters
    make Cyrillic words, and cp1252 where they stand among Latin ones.

    Raises
    ------
    InputError
        Where it is no text, with the line.
    """
    text, encoding = _text(content, name)
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        sentence = say("must be text, got the control character U+{code:04X}. Remove it.", code=ord(control[0]))
        raise refused([sentence], f"{name}:{line}")
    return text, encoding


def _text(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refused(
            [say("must be text in UTF-8, UTF-16, cp1251 or cp1252, got UTF-32. Save the file as UTF-8.")], name
        )
    for mark, codec, said in _MARKS:
        if content.startswith(mark):
            return _strictly(content, codec, said, name), said
    if (unmarked := _utf16_without_mark(content)) is not None:
        return _strictly(content, unmarked, "UTF-16", name), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        return _single_bytes(content, error, name)


def _strictly(content: bytes, codec: str, said: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        got = say("the byte 0x{byte:02x} (byte {at} of the file)", byte=content[error.start], at=error.start + 1)
        sentence = say(
            "must be text in {said}, as its beginning says, got {got}. Export it again, or save it as UTF-8.",
            said=say(said),
            got=got,
        )
        raise refused([sentence], f"{name}:{line}") from None


def _utf16_without_mark(content: bytes) -> str | None:
    """Tell UTF-16 by its zeros: separators and digits have one at every other place."""
    sample = content[:_SAMPLE]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = len(sample) // 40, len(sample) // 8
    if odd >= many and even <= few:
        return "utf-16-le"
    return "utf-16-be" if even >= many and odd <= few else None


def _single_bytes(content: bytes, error: UnicodeDecodeError, name: str) -> tuple[str, str]:
    """Read what is not UTF-8: as cp1251, or as cp1252 where that makes more sense."""
    almost = content[: error.start].decode("utf-8")
    if _has_letters_beyond_ascii(almost):
        # it began as UTF-8 with letters of its own, so it is UTF-8 that was damaged
        line = content.count(b"\n", 0, error.start) + 1
        got = say("the byte 0x{byte:02x} (byte {at} of the file)", byte=content[error.start], at=error.start + 1)
        raise refused(
            [say("must be text in UTF-8, as it begins, got {got}. Save the file as UTF-8.", got=got)], f"{name}:{line}"
        )
    # five bytes mean nothing in one or the other: they must not make a whole export unreadable
    cyrillic = content.decode("cp1251", errors="replace")
    return (cyrillic, "cp1251") if _is_cyrillic(cyrillic) else (content.decode("cp1252", errors="replace"), "cp1252")


def _has_letters_beyond_ascii(text: str) -> bool:
    return not text.isascii() and any(ord(c) > 127 and c.isalpha() for c in text)


def _is_cyrillic(text: str) -> bool:
    """Tell whether words are Cyrillic as a whole, rather than Latin ones with a Cyrillic letter here and there."""
    whole = of_both = 0
    for word in _WORDS.findall(text[:_LONGEST_GUESS]):
        if _CYRILLIC.search(word):
            if _LATIN.search(word):
                of_both += 1
            else:
                whole += len(word) > 1
    return whole >= of_both
